namespace Tokscale.Core.Sources.Shared.Entries;

/// <summary>How a call is recognised again where the log has no id of the provider's response.</summary>
internal enum EntryIdentity : byte
{
    /// <summary>By the entry's id, its times and its counts: short ids are unique in their file only.</summary>
    Content = 0,

    /// <summary>By the entry's id and its times: its counts may be written anew.</summary>
    IdAndTimes,

    /// <summary>By session and entry id.</summary>
    SessionAndId,

    /// <summary>By the entry's id, its time, input and output, whether or not there is a response id.</summary>
    Event,
}
