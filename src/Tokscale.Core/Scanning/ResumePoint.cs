namespace Tokscale.Core.Scanning;

/// <summary>A place behind a complete line of a log that only grows.</summary>
/// <param name="Offset">Bytes before it.</param>
/// <param name="LineNumber">Lines before it.</param>
/// <param name="State">What the parser has to remember, in its own form; no ids of names, which another run numbers anew.</param>
/// <param name="PrefixHash">Tells whether the bytes before it are still the same.</param>
public sealed record ResumePoint(long Offset, long LineNumber, byte[] State, ulong PrefixHash);
