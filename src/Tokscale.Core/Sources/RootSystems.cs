namespace Tokscale.Core.Sources;

/// <summary>The operating systems on which a <see cref="SourceRoot"/> exists.</summary>
[Flags]
public enum RootSystems : byte
{
    Linux = 1,
    MacOS = 2,
    Windows = 4,
    All = Linux | MacOS | Windows,
}
