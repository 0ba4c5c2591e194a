using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.Messages;

/// <summary>The session of a message.</summary>
/// <param name="Id">The session as logged.</param>
/// <param name="Project">The folder it was started in, if known.</param>
/// <param name="IsChild">A sub-agent's session, started by another one.</param>
public readonly record struct MessageSession(NameId Id, NameId Project, bool IsChild);
