namespace Tokscale.Core.Sources.Copilot;

/// <summary>Where a row comes from, in <c>UsageRow.Flags</c>. The order among the telemetry kinds is that of their worth.</summary>
internal enum CopilotRecord
{
    /// <summary>A call in the session store.</summary>
    Store,

    /// <summary>Totals of a process run, in a session's own folder.</summary>
    Run,

    /// <summary>As <see cref="Run"/>, in the older layout without folders.</summary>
    FlatRun,

    /// <summary>Telemetry: the span of a call.</summary>
    ChatSpan,

    /// <summary>Telemetry: the log record of a call.</summary>
    CallLog,

    /// <summary>Telemetry: sums of an agent's turn.</summary>
    TurnLog,

    /// <summary>Telemetry: sums of an agent's run.</summary>
    AgentSpan,

    /// <summary>Telemetry: no usage, but the session that a trace belongs to, which other files may leave out.</summary>
    Trace,

    /// <summary>Totals of a session in the App's database.</summary>
    App,

    /// <summary>As <see cref="App"/>, with no model, or with the word that has the service choose one.</summary>
    AppWithoutModel,
}
