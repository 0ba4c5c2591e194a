using System.CommandLine;
using System.Globalization;
using Tokscale.Core.Reports;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.CommandLine;

/// <summary>What a report covers.</summary>
internal static class FilterOptions
{
    public static readonly Option<string[]> Client = Flags.Values(
        "--client", "A,B", "Only these agents; --claude is short for --client claude, and so on", "-c");
    public static readonly Option<string?> Model = Flags.Value("--model", "GLOB", "Only models whose name or id matches, such as '*opus*'");
    public static readonly Option<string?> Provider = Flags.Value("--provider", "GLOB", "Only models served by this provider");
    public static readonly Option<string?> Project = Flags.Value(
        "--project", "PATH", "Only this project: a path with all below it, a pattern, or a folder's name");
    public static readonly Option<string?> Session = Flags.Value("--session", "ID", "Only this session: its id, or the beginning of it");
    public static readonly Option<string?> Agent = Flags.Value("--agent", "NAME", "Only this main agent or sub-agent");
    public static readonly Option<bool> Today = Flags.Switch("--today", "Only today");
    public static readonly Option<bool> Yesterday = Flags.Switch("--yesterday", "Only yesterday");
    public static readonly Option<bool> Week = Flags.Switch("--week", "Only the last 7 days");
    public static readonly Option<bool> Month = Flags.Switch("--month", "Only this calendar month");
    public static readonly Option<string?> Year = Flags.Value("--year", "YYYY", "Only this year");
    public static readonly Option<string?> Since = Flags.Value("--since", "DATE", $"From this day on: {DateForm.Forms}", "-s");
    public static readonly Option<string?> Until = Flags.Value("--until", "DATE", "Up to and including this day, in the same forms", "-u");
    public static readonly Option<string?> Timezone = Flags.Value(
        "--timezone", "ZONE", "Days and hours of this zone: an IANA name, local (the default) or utc", "-z");
    public static readonly Option<string?> CostMin = Flags.Value("--min-cost", "USD", "Leave out rows that cost less");
    public static readonly Option<bool> HideZero = Flags.Switch("--hide-zero", "Leave out rows that cost nothing");

    private const int DaysOfWeek = 7;

    // One for each source, so that a new source has its option without a line here.
    private static readonly IReadOnlyList<Option<bool>> s_clientSwitches = [.. SourceRegistry.All.Select(SwitchOf)];

    /// <summary>Everything that chooses clients.</summary>
    public static IReadOnlyList<Option> Clients { get; } = [Client, .. s_clientSwitches];

    private static readonly Option[] s_shortcuts = [Today, Yesterday, Week, Month, Year];

    public static OptionGroup Group { get; } = new("Filters",
    [
        .. Clients, Model, Provider, Project, Session, Agent, Today,
        Yesterday, Week, Month, Year, Since, Until, Timezone, CostMin, HideZero,
    ]);

    /// <summary>For commands to which nothing but the client and the day of a call matters.</summary>
    public static OptionGroup ClientsAndDays { get; } =
        new("Filters", [.. Clients, Today, Yesterday, Week, Month, Year, Since, Until, Timezone]);

    /// <summary>The sources to read: those named, else all.</summary>
    /// <exception cref="UserError">A name is unknown.</exception>
    public static IReadOnlyList<UsageSource> Sources(CommandContext context)
    {
        string[] lists = context.Line.GetValue(Client) ?? [];
        HashSet<UsageSource> wanted = [.. lists.SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries)).Select(SourceOf)];
        for (int index = 0; index < s_clientSwitches.Count; index++)
            if (context.Has(s_clientSwitches[index])) wanted.Add(SourceRegistry.All[index]);
        return wanted.Count == 0 ? SourceRegistry.All : [.. SourceRegistry.All.Where(wanted.Contains)];
    }

    /// <exception cref="UserError">The zone is unknown.</exception>
    public static ReportZone Zone(CommandContext context) => ReportZone.Find(Timezone.Name, context.ValueOf(Timezone) ?? "local");

    /// <exception cref="UserError">A date is wrong or two options contradict each other.</exception>
    public static UsageFilter Read(CommandContext context, DateOnly today) => new()
    {
        Days = Days(context, today),
        Model = PatternOf(context, Model),
        Provider = PatternOf(context, Provider),
        Project = context.ValueOf(Project) is { } project ? new ProjectPattern(project) : null,
        Session = PatternOf(context, Session),
        TakesSessionStart = true,
        Agent = PatternOf(context, Agent),
    };

    /// <summary>The days that are asked for.</summary>
    /// <exception cref="UserError">A date is wrong or two options contradict each other.</exception>
    public static DateRange Days(CommandContext context, DateOnly today)
    {
        Option[] given = [.. s_shortcuts.Concat([Since, Until]).Where(option => context.Line.GetResult(option) is { Implicit: false })];
        if (given.Any(s_shortcuts.Contains) && given.Length > 1)
            throw UserError.InOption($"{given[0].Name} and {given[1].Name} cannot be used together; choose one.");
        if (context.Has(Today)) return DateRange.Day(today);
        if (context.Has(Yesterday)) return DateRange.Day(today.AddDays(-1));
        if (context.Has(Week)) return DateRange.LastDays(today, DaysOfWeek);
        if (context.Has(Month)) return DateRange.MonthOf(today);
        if (context.ValueOf(Year) is { } year) return DateForm.ParseYear(Year.Name, year);
        return Between(context.ValueOf(Since), context.ValueOf(Until), today);
    }

    /// <exception cref="UserError">The number is none, or negative.</exception>
    public static decimal? CostUsdMin(CommandContext context)
    {
        if (context.ValueOf(CostMin) is not { } text) return null;
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal costUsd)
            ? costUsd
            : throw UserError.InOption($"{CostMin.Name} '{text}' is no amount; write dollars as 0.50.");
    }

    /// <summary>The filters that are asked for besides the clients, as one writes them; empty when there are none.</summary>
    public static string Given(CommandContext context) => string.Join(" ", Group.Options.Except(Clients).Where(option => option != Timezone)
        .Select(option => option switch
        {
            Option<string?> value => context.ValueOf(value) is { } text ? $"{option.Name} '{text}'" : null,
            Option<bool> flag => context.Has(flag) ? option.Name : null,
            _ => null,
        }).OfType<string>());

    private static DateRange Between(string? since, string? until, DateOnly today)
    {
        DateOnly? first = since is null ? null : DateForm.Parse(Since.Name, since, today).Since;
        DateOnly? last = until is null ? null : DateForm.Parse(Until.Name, until, today).Until;
        return first > last
            ? throw UserError.InOption($"{Since.Name} '{since}' is later than {Until.Name} '{until}'; swap them.")
            : new DateRange(first, last);
    }

    private static NamePattern? PatternOf(CommandContext context, Option<string?> option) =>
        context.ValueOf(option) is { } text ? new NamePattern(text) : null;

    private static UsageSource SourceOf(string id)
    {
        if (SourceRegistry.Find(id) is { } source) return source;
        string way = EditDistance.Nearest(id, SourceRegistry.All.Select(known => known.Id)) is { } nearest
            ? $"did you mean {nearest}?"
            : "'tokscale clients --all' lists them all.";
        throw UserError.InOption($"{Client.Name} does not know '{id}'; {way}");
    }

    private static Option<bool> SwitchOf(UsageSource source)
    {
        Option<bool> option = Flags.Switch("--" + source.Id, $"Only {source.Name}");
        option.Hidden = true;
        return option;
    }
}
