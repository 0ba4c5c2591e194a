namespace Tokscale.Core.Sources.Shared.EditorTasks;

/// <summary>In what the agents that write <c>ui_messages.json</c> differ.</summary>
public sealed record EditorTaskForm
{
    /// <summary>Input is logged with the caches, by builds old enough without them: a row's numbers show which.</summary>
    public bool IsPromptWhole { get; init; }

    /// <summary>There are sums of sub-agents and of requests whose messages were deleted.</summary>
    public bool HasSideSums { get; init; }

    /// <summary>The cost of shortening the context is logged without tokens.</summary>
    public bool HasCondensing { get; init; }
}
