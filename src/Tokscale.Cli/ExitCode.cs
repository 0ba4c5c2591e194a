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

    /// <summary>Stopped by Ctrl-C: 128 and the number of the signal.</summary>
    Interrupted = 130,
}
