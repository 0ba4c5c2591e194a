using System.CommandLine;
using System.Globalization;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.CommandLine;

/// <summary>How rows are made and ordered.</summary>
internal static class GroupingOptions
{
    public static readonly Option<string?> GroupBy = Flags.Value(
        "--group-by", "KEYS", $"A row for each combination of these: {string.Join(',', GroupKeys.Names)}", "-g");
    public static readonly Option<string?> Sort = Flags.Value("--sort", "KEY", "Order by cost, tokens, messages, name, date, input or output");
    public static readonly Option<bool> Descending = Flags.Switch("--desc", "Largest or latest first");
    public static readonly Option<bool> Ascending = Flags.Switch("--asc", "Smallest or earliest first");
    public static readonly Option<string?> Limit = Flags.Value("--limit", "N", "Show N rows and fold the others into one", "-n");
    public static readonly Option<bool> Fill = Flags.Switch("--fill", "List periods without usage too");
    public static readonly Option<string?> WeekStart = Flags.Value("--week-start", "DAY", "First day of a week: monday (the default) or sunday");
    public static readonly Option<bool> MergeWorktrees = Flags.Switch("--merge-worktrees", "Count git worktrees under the project they belong to");

    public static OptionGroup Group { get; } = new("Rows", [GroupBy, Sort, Descending, Ascending, Limit, Fill, WeekStart, MergeWorktrees]);

    /// <exception cref="UserError">A key is unknown.</exception>
    public static IReadOnlyList<GroupKey> Groups(CommandContext context, IReadOnlyList<GroupKey> usual) =>
        context.ValueOf(GroupBy) is { } list ? GroupKeys.Parse(GroupBy.Name, list) : usual;

    /// <summary>Puts the options into a query.</summary>
    /// <exception cref="UserError">A value means nothing.</exception>
    public static ReportQuery Apply(CommandContext context, ReportQuery query) => query with
    {
        Sort = context.ValueOf(Sort) is { } key ? RowOrderOf(key) : query.Sort,
        IsDescending = IsDescending(context),
        Limit = context.ValueOf(Limit) is { } count ? LimitOf(count) : null,
        FillsPeriods = context.Has(Fill),
        WeekStart = WeekStartOf(context),
        ProjectOf = context.Has(MergeWorktrees) ? new WorktreeFolding().ProjectOf : null,
    };

    private static bool? IsDescending(CommandContext context) => (context.Has(Descending), context.Has(Ascending)) switch
    {
        (true, true) => throw UserError.InOption($"{Descending.Name} and {Ascending.Name} cannot be used together; choose one."),
        (true, _) => true,
        (_, true) => false,
        _ => null,
    };

    private static RowOrder RowOrderOf(string text)
    {
        for (RowOrder key = RowOrder.Cost; key <= RowOrder.Output; key++)
            if (text.Equals(key.ToString(), StringComparison.OrdinalIgnoreCase)) return key;
        throw UserError.InOption($"{Sort.Name} '{text}' is unknown; it takes cost, tokens, messages, name, date, input or output.");
    }

    private static int LimitOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0
            ? count
            : throw UserError.InOption($"{Limit.Name} '{text}' is no number of rows; write 1 or more.");

    /// <summary>The first day of a week.</summary>
    /// <exception cref="UserError">The word is unknown.</exception>
    public static DayOfWeek WeekStartOf(CommandContext context) => WeekStartOf(WeekStart.Name, context.ValueOf(WeekStart) ?? "monday");

    /// <exception cref="UserError">The word is unknown.</exception>
    public static DayOfWeek WeekStartOf(string name, string value) => value.ToLowerInvariant() switch
    {
        "monday" => DayOfWeek.Monday,
        "sunday" => DayOfWeek.Sunday,
        _ => throw UserError.InOption($"{name} '{value}' is unknown; it takes monday or sunday."),
    };
}
