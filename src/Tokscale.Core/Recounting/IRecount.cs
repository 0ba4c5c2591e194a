namespace Tokscale.Core.Recounting;

/// <summary>
/// A second reader of a source's logs, written from its format description and not from the first reader: slow and simple,
/// with general parsers, nothing passed over, and its own rule for copies. Two readers that agree are rarely wrong together.
/// </summary>
public interface IRecount
{
    /// <summary>Every billed call in the logs, each once, in any order.</summary>
    IEnumerable<RecountedCall> Count(RecountInput input);
}
