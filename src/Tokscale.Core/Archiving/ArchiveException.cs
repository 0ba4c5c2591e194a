namespace Tokscale.Core.Archiving;

/// <summary>The archive cannot be used. The message is a clause whose subject is the file: "is in use by another tokscale".</summary>
public sealed class ArchiveException(string message) : Exception(message);
