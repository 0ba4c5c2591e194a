namespace Tokscale.Bench;

/// <summary>The command line asks for something impossible; the message says what and how to put it right.</summary>
public sealed class UsageError(string message) : Exception(message);
