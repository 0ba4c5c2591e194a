using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Amp;

/// <summary>Finds the message that a ledger event's call wrote; each message is found once.</summary>
internal sealed class AmpMatcher
{
    private readonly IReadOnlyList<AmpUsage> _messages;
    private readonly bool[] _isUsed;
    private readonly Dictionary<long, int> _byId = [];
    private readonly Dictionary<(NameId, long, long), Queue<int>> _byNumbers = [];

    public AmpMatcher(IReadOnlyList<AmpUsage> messages)
    {
        _messages = messages;
        _isUsed = new bool[messages.Count];
        for (int index = 0; index < messages.Count; index++)
        {
            AmpUsage message = messages[index];
            if (message.MessageId is { } id) _byId.TryAdd(id, index);
            if (!_byNumbers.TryGetValue(NumbersOf(message), out Queue<int>? queue)) _byNumbers.Add(NumbersOf(message), queue = new Queue<int>());
            queue.Enqueue(index);
        }
    }

    /// <summary>Indexes of the messages that no event was matched with.</summary>
    public IEnumerable<int> Unused => Enumerable.Range(0, _messages.Count).Where(index => !_isUsed[index]);

    /// <summary>The index of the event's message; null when there is none. By its id and model, else by model and numbers.</summary>
    public int? Take(in AmpUsage ledgerEvent)
    {
        bool isNamed = _byId.TryGetValue(ledgerEvent.MessageId ?? -1, out int named);
        if (isNamed && !_isUsed[named] && IsSameModel(_messages[named], ledgerEvent)) return Use(named);
        if (!_byNumbers.TryGetValue(NumbersOf(ledgerEvent), out Queue<int>? queue)) return null;
        while (queue.TryDequeue(out int index))
        {
            if (!_isUsed[index]) return Use(index);
        }
        return null;
    }

    private int Use(int index)
    {
        _isUsed[index] = true;
        return index;
    }

    private static bool IsSameModel(in AmpUsage message, in AmpUsage ledgerEvent) =>
        message.Model == ledgerEvent.Model || !message.Model.IsKnown || !ledgerEvent.Model.IsKnown;

    private static (NameId, long, long) NumbersOf(in AmpUsage usage) => (usage.Model, usage.Input ?? 0, usage.Output ?? 0);
}
