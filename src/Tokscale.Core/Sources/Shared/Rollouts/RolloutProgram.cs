namespace Tokscale.Core.Sources.Shared.Rollouts;

/// <summary>The names that a program which writes rollouts goes by.</summary>
/// <param name="AgentName">The main agent; names of its sub-agents start with it.</param>
/// <param name="UnnamedModel">Stands for the model where no line names one; must not be the name of a model with a price.</param>
/// <param name="Provider">Who serves the models where no line tells.</param>
internal sealed record RolloutProgram(string AgentName, string UnnamedModel, string Provider = "openai");
