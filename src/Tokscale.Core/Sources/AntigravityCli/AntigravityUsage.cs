using Tokscale.Core.Sources.Shared;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.AntigravityCli;

/// <summary>A block of counts. Numbers of fields were found out by experiment.</summary>
internal ref struct AntigravityUsage
{
    private const int ModelField = 1, InputField = 2, OutputField = 3, CacheWriteField = 4, CacheReadField = 5;
    private const int MessageIdField = 7, ThinkingField = 9, AnswerField = 10, ResponseIdField = 11, RequestIdField = 12;

    private long _input, _output, _cacheWrite, _cacheRead, _thinking, _answer;
    private ReadOnlySpan<byte> _messageId, _responseId, _requestId;

    /// <summary>The model's number.</summary>
    public long Model { get; private set; }

    /// <summary>What identifies the call everywhere; empty when nothing does.</summary>
    public readonly ReadOnlySpan<byte> CallId => !_responseId.IsEmpty ? _responseId : !_requestId.IsEmpty ? _requestId : _messageId;

    /// <summary>False when the bytes are no block.</summary>
    public bool IsValid { get; private set; }

    /// <summary>Counts that do not overlap: the program's output is thinking and answer together.</summary>
    public readonly TokenCounts Tokens()
    {
        long answer = _output > 0 ? Math.Max(0, _output - _thinking) : _answer;
        return new TokenCounts(_input, answer, _cacheRead, _cacheWrite, 0, _thinking);
    }

    public static AntigravityUsage Read(ReadOnlySpan<byte> message)
    {
        var usage = default(AntigravityUsage);
        var fields = new ProtobufReader(message);
        while (fields.TryRead())
        {
            switch (fields.Field)
            {
                case ModelField: usage.Model = fields.Count; break;
                case InputField: usage._input = fields.Count; break;
                case OutputField: usage._output = fields.Count; break;
                case CacheWriteField: usage._cacheWrite = fields.Count; break;
                case CacheReadField: usage._cacheRead = fields.Count; break;
                case ThinkingField: usage._thinking = fields.Count; break;
                case AnswerField: usage._answer = fields.Count; break;
                case MessageIdField: usage._messageId = fields.Bytes; break;
                case ResponseIdField: usage._responseId = fields.Bytes; break;
                case RequestIdField: usage._requestId = fields.Bytes; break;
            }
        }
        usage.IsValid = !fields.HasFailed;
        return usage;
    }
}
