using System.Globalization;
using System.Text;
using Tokscale.Core.Json;
using Tokscale.Core.Scanning;
using Tokscale.Core.Usage;

namespace Tokscale.Core.Sources.Shared.EditorTasks;

/// <summary>
/// Reads <c>ui_messages.json</c> of one task: the rows of an editor's chat, some of which hold what a request came to. Models
/// that rows do not name are left open: files beside tell them.
/// </summary>
internal sealed class EditorTaskParser(SourceFile file, UsageSink sink, EditorTaskForm form)
{
    /// <summary>In <see cref="UsageRow.Flags"/>: the row itself names who answered.</summary>
    public const int ProviderFlag = 1;

    /// <summary>In <see cref="UsageRow.Flags"/>: one of <see cref="WrittenBack"/>.</summary>
    public const int WrittenBackFlag = 2;

    private readonly NameId _task = sink.Name(file.FolderName);
    private readonly byte[] _taskId = Encoding.UTF8.GetBytes(file.FolderName);

    /// <summary>The time of the row before; older tasks are named after the moment they began.</summary>
    private long? _lastTimestampMs = long.TryParse(file.FolderName, CultureInfo.InvariantCulture, out long startMs) ? LogTime.FromNumber(startMs) : null;

    /// <summary>The rows that were copied here from another store of the agent.</summary>
    public EditorTaskPart WrittenBack { get; init; }

    public void Read(ReadOnlySpan<byte> document)
    {
        var json = new JsonCursor(document);
        bool isArray = json.TryBeginArray();
        for (int number = 1; isArray && json.TryMoveToElement(); number++)
        {
            EditorTaskRow row = EditorTaskRow.Read(ref json);
            if (!json.HasFailed) AddRow(row, number);
        }
        // The rows before a cut are whole; the rest comes when the file has been written.
        if (!json.IsAtEnd) sink.Report(ProblemKind.MalformedFile);
    }

    private void AddRow(in EditorTaskRow row, int number)
    {
        bool isSum = form.HasSideSums && (row.Say.Is("subagent_usage"u8) || row.Say.Is("deleted_api_reqs"u8));
        UsageEvent usage = NewEvent(row);
        bool hasProvider = usage.Provider.IsKnown;
        if (isSum || row.Say.Is("api_req_started"u8))
        {
            if (!TryFill(ref usage, row.Text, isSum, number, ref hasProvider)) return;
        }
        else if (form.HasCondensing && row.Say.Is("condense_context"u8)) usage.LoggedCostUsd = row.CondensingUsd;
        else return;
        int flags = (hasProvider ? ProviderFlag : 0) | (WrittenBack.Holds(number - 1) ? WrittenBackFlag : 0);
        bool isAdded = sink.Add(new UsageRow { Key = KeyOf(row), Flags = flags, Event = usage });
        if (isAdded && row.TimestampMs is null) sink.Report(ProblemKind.Undated, number);
    }

    /// <returns>False when the text holds no finished request.</returns>
    private bool TryFill(ref UsageEvent usage, in JsonText text, bool isSum, int number, ref bool hasProvider)
    {
        if (text.IsEmpty) return false;
        EditorTaskRequest request = EditorTaskRequest.Read(text.Utf8);
        if (!request.IsValid) sink.Report(ProblemKind.MalformedRow, number);
        if (!request.IsValid || !request.IsAnswered) return false;
        if (request.HasRefused) sink.Report(ProblemKind.RefusedNumber, number);
        usage.Tokens = request.ToTokens(form.IsPromptWhole);
        usage.LoggedCostUsd = request.CostUsd;
        usage.IsCostFinal = request.CostUsd is not null; // 0 too: a local model, or a subscription.
        usage.IsEstimated = request.IsEstimated;
        usage.Messages = isSum ? 0 : 1;
        usage.Class = new PriceClass { IsAggregate = isSum };
        NameId upstream = sink.Name(request.Provider.ToString().ToLowerInvariant());
        if (upstream.IsKnown) usage.Provider = upstream;
        hasProvider |= upstream.IsKnown;
        if (!hasProvider) usage.Provider = sink.Name(request.Protocol.Utf8);
        return true;
    }

    private UsageEvent NewEvent(in EditorTaskRow row)
    {
        _lastTimestampMs = row.TimestampMs ?? _lastTimestampMs;
        return new UsageEvent
        {
            TimestampMs = _lastTimestampMs ?? file.ModifiedMs,
            Model = sink.Name(row.ModelId.Utf8),
            Provider = sink.Name(row.ProviderId.Utf8),
            Session = _task,
        };
    }

    /// <summary>A task may lie in several editors after a profile was imported.</summary>
    private UInt128 KeyOf(in EditorTaskRow row) =>
        row.TimestampMs is { } timestampMs ? RowKey.Join(RowKey.Of(_taskId, row.Say.Utf8), RowKey.Of([timestampMs])) : 0;
}
