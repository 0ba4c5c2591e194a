namespace Tokscale.Core.Sources.Shared.EditorTasks;

/// <summary>Neighbouring rows of a task.</summary>
/// <param name="First">Index of the first one.</param>
/// <param name="End">Index after the last one.</param>
internal readonly record struct EditorTaskPart(long First, long End)
{
    public bool Holds(long index) => index >= First && index < End;
}
