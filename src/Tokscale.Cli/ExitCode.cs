namespace Tokscale.Cli;

/// <summary>How the program ends.</summary>
internal enum ExitCode
{
    Done = 0,

    /// <summary>It could not be done, or something needs attention that was asked about.</summary>
    Failed = 1,

    /// <summary>The command line or a setting is wrong.</summary>
    BadCommandLine = 2,

    /// <summary>Over the budget that was to be checked.</summary>
    OverBudget = 3,

    /// <summary>The terminal is gone: 128 and the number of the signal, as the next two.</summary>
    HungUp = 129,

    /// <summary>Stopped by Ctrl-C.</summary>
    Interrupted = 130,

    /// <summary>Told to end by another program.</summary>
    Terminated = 143,
}
