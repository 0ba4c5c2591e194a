using System.CommandLine;
using System.Text;
using System.Text.Json;
using Tokscale.Cli.CommandLine;
using Tokscale.Cli.Hosting;
using Tokscale.Cli.Rendering;
using Tokscale.Cli.Settings;
using Tokscale.Core.Files;
using Tokscale.Core.Reports;

namespace Tokscale.Cli.Commands;

/// <summary>Shows and changes what holds when the command line does not say.</summary>
internal static class ConfigCommand
{
    private static readonly Argument<string> s_key = new("key") { HelpName = "KEY", Description = "Its name, as 'config list' shows it" };
    private static readonly Argument<string> s_value = new("value") { HelpName = "VALUE", Description = "What the option of that name takes" };

    public static CliCommand Create()
    {
        var config = new CliCommand("config", "What holds when the command line does not say")
        {
            Examples = [("tokscale config set timezone utc", "days are those of UTC from now on"), ("tokscale config list", "what is set, and where")],
        };
        var get = new CliCommand("get", "Print the value of a setting") { Run = Get };
        var set = new CliCommand("set", "Save a setting") { Run = Set };
        var unset = new CliCommand("unset", "Forget a saved setting") { Run = Unset };
        foreach (CliCommand command in (CliCommand[])[get, set, unset]) command.Arguments.Add(s_key);
        set.Arguments.Add(s_value);
        config.Subcommands.Add(new CliCommand("list", "All settings, their values and where these come from", OutputOptions.Group) { Run = List });
        config.Subcommands.Add(get);
        config.Subcommands.Add(set);
        config.Subcommands.Add(unset);
        config.Subcommands.Add(new CliCommand("path", "Print where settings are saved") { Run = PrintPath });
        return config;
    }

    private static ExitCode List(CommandContext context)
    {
        (Setting Setting, (string Value, string From)? Found)[] settings =
            [.. Setting.All.Select(setting => (setting, context.Settings.Find(setting)))];
        ReportColumn[] columns =
        [
            new("key", "Setting", ColumnKind.Text) { IsKey = true }, new("value", "Value", ColumnKind.Text), new("from", "From", ColumnKind.Text),
            new("option", "Option", ColumnKind.Text) { DropRank = 2 }, new("variable", "Variable", ColumnKind.Text) { DropRank = 1 },
        ];
        List<IReadOnlyList<Cell>> rows =
        [
            .. settings.Select(item => (IReadOnlyList<Cell>)
            [
                Cell.Of(item.Setting.Key), Cell.Of(item.Found?.Value ?? item.Setting.Usual), Cell.Of(item.Found?.From ?? "default"),
                Cell.Of(item.Setting.Option.Name), Cell.Of(item.Setting.Variable),
            ]),
        ];
        var table = new ReportTable("Settings", columns, rows);
        ExitCode written = new ReportWriter(context, OutputFormat.Table)
            .Write(new Presentation(() => table, json => Write(json, context, settings)), ReportZone.Utc);
        foreach (string problem in context.Settings.Problems) context.Host.Say(problem);
        return written;
    }

    private static void Write(Utf8JsonWriter json, CommandContext context, IEnumerable<(Setting Setting, (string Value, string From)? Found)> settings)
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", JsonText.SchemaVersion);
        json.WriteString("report", "config list");
        json.WriteOptional("path", FileOf(context).Path);
        json.WriteStartArray("settings");
        foreach ((Setting setting, (string Value, string From)? found) in settings)
        {
            json.WriteStartObject();
            json.WriteString("key", setting.Key);
            json.WriteString("value", found?.Value ?? setting.Usual);
            json.WriteString("from", found?.From ?? "default");
            json.WriteString("option", setting.Option.Name);
            json.WriteString("variable", setting.Variable);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static ExitCode Get(CommandContext context)
    {
        Setting setting = Setting.Find(context.Line.GetValue(s_key)!);
        foreach (string problem in context.Settings.Problems) context.Host.Say(problem);
        return Print(context, context.Settings.Find(setting)?.Value ?? setting.Usual);
    }

    private static ExitCode Set(CommandContext context)
    {
        Setting setting = Setting.Find(context.Line.GetValue(s_key)!);
        string value = context.Line.GetValue(s_value)!;
        setting.Check(setting.Key, value);
        SettingsFile file = FileOf(context);
        file.Change(setting.Key, value);
        context.Host.Say($"Set: {setting.Key} is {value}, in {file.Path}.");
        SayVariable(context, setting);
        return ExitCode.Done;
    }

    private static void SayVariable(CommandContext context, Setting setting)
    {
        if (context.Host.Variable(setting.Variable) is { Length: > 0 } other)
            context.Host.Say($"note: {setting.Variable}={other} is set and goes before it.");
    }

    private static ExitCode Unset(CommandContext context)
    {
        Setting setting = Setting.Find(context.Line.GetValue(s_key)!);
        FileOf(context).Change(setting.Key, value: null);
        context.Host.Say($"Unset: {setting.Key} is {setting.Usual} again.");
        SayVariable(context, setting);
        return ExitCode.Done;
    }

    private static ExitCode PrintPath(CommandContext context) => Print(context, FileOf(context).Path);

    private static ExitCode Print(CommandContext context, string line) =>
        ReportOutput.TryWrite(context.Host, Encoding.UTF8.GetBytes(line + "\n")) ? ExitCode.Done : ExitCode.Failed;

    private static SettingsFile FileOf(CommandContext context) => new(
        context.Host.UserHome ?? throw new UserError("your home directory is unknown because HOME is not set, so there is no place for settings."));
}
