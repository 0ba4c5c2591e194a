namespace Tokscale.Core.Sources;

/// <summary>
/// A service that other agents send their calls through, so that their logs hold its calls. Asked for by itself, a gateway has
/// the calls it served; with all agents in view they stay with the one that logged them, and none is counted twice.
/// </summary>
/// <param name="Serves">Says whether a call went through the gateway; gets model and provider as logged, null where they are not.</param>
/// <param name="NameModel">What the gateway calls a model.</param>
/// <param name="Provider">Who serves the gateway's calls; null: the provider as logged.</param>
public sealed record Gateway(Func<string?, string?, bool> Serves, Func<string, string> NameModel, string? Provider = null);
