using System.CommandLine;
using System.Text;
using Tokscale.Cli.Commands.Accounts;
using Tokscale.Core.Reports;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.CommandLine;

/// <summary>Completion scripts for shells.</summary>
internal static class CompletionScripts
{
    private static readonly Dictionary<Option, IEnumerable<string>> s_values = new()
    {
        [FilterOptions.Client] = SourceRegistry.All.Select(source => source.Id),
        [GroupingOptions.GroupBy] = GroupKeys.Names,
        [GroupingOptions.Sort] = ["cost", "tokens", "messages", "name", "date", "input", "output"],
        [GroupingOptions.WeekStart] = ["monday", "sunday"],
        [CostOptions.Mode] = ["auto", "calculate", "display"],
        [CostOptions.PriceDay] = ["now", "message"],
        [CostOptions.ConfidenceMin] = ["high", "medium", "low"],
        [OutputOptions.Format] = ["table", "json", "csv", "tsv", "markdown", "ndjson", "html"],
        [OutputOptions.Color] = ["auto", "always", "never"],
        [FilterOptions.Since] = ["today", "yesterday", "7d", "4w", "3m"],
        [FilterOptions.Until] = ["today", "yesterday"],
        [FilterOptions.Timezone] = ["local", "utc"],
    };

    private static readonly Option[] s_paths = [DataOptions.Home, OutputOptions.Output, FilterOptions.Project, LoginCommand.TokenFile];

    public static string Bash(CliCommand root) => $$"""
        _tokscale() {
          local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= word words
          case $previous in
            {{NamesOf(s_paths, "|")}}) COMPREPLY=($(compgen -f -- "$current")); return ;;
        {{Lines(s_values, pair => $"    {NamesOf([pair.Key], "|")}) COMPREPLY=({BashWords(pair.Value)}); return ;;")}}
          esac
          for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
            case $word in {{CommandsOf(root, "|")}}) command=$word; break ;; esac
          done
          case $command in
        {{Lines(root.Subcommands, command => $"    {command.Name}) words=\"{WordsOf(command)}\" ;;")}}
            *) words="{{WordsOf(root)}}" ;;
          esac
          COMPREPLY=($(compgen -W "$words" -- "$current"))
        }
        complete -F _tokscale tokscale

        """;

    private static string BashWords(IEnumerable<string> words) => $"$(compgen -W \"{string.Join(' ', words)}\" -- \"$current\")";

    public static string Zsh(CliCommand root) => $$"""
        #compdef tokscale
        _tokscale() {
          local command= word
          case ${words[CURRENT-1]} in
            {{NamesOf(s_paths, "|")}}) _files; return ;;
        {{Lines(s_values, pair => $"    {NamesOf([pair.Key], "|")}) compadd -- {string.Join(' ', pair.Value)}; return ;;")}}
          esac
          for word in ${words[2,CURRENT-1]}; do
            case $word in {{CommandsOf(root, "|")}}) command=$word; break ;; esac
          done
          case $command in
        {{Lines(root.Subcommands, command => $"    {command.Name}) compadd -- {WordsOf(command)} ;;")}}
            *) compadd -- {{WordsOf(root)}} ;;
          esac
        }
        compdef _tokscale tokscale

        """;

    public static string Fish(CliCommand root)
    {
        var script = new StringBuilder("complete -c tokscale -f\n");
        foreach (Command command in root.Subcommands)
            script.Append($"complete -c tokscale -n __fish_use_subcommand -a {command.Name} -d {Quote(command.Description)}\n");
        AppendFish(script, "__fish_use_subcommand", root);
        foreach (Command command in root.Subcommands) AppendFish(script, $"'__fish_seen_subcommand_from {command.Name}'", command);
        return script.ToString();
    }

    public static string PowerShell(CliCommand root) => $$"""
        Register-ArgumentCompleter -Native -CommandName tokscale -ScriptBlock {
          param($word, $ast, $position)
          $commands = @{
        {{Lines(root.Subcommands, command => $"    '{command.Name}' = '{WordsOf(command)}'")}}
          }
          $given = $ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() }
          $command = $given | Where-Object { $commands.ContainsKey($_) } | Select-Object -First 1
          $words = if ($command) { $commands[$command] } else { '{{WordsOf(root)}}' }
          $words -split ' ' | Where-Object { $_ -like "$word*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }

        """;

    private static void AppendFish(StringBuilder script, string condition, Command command)
    {
        foreach (Option option in command.Options.Where(option => !option.Hidden))
        {
            string shortName = option.Aliases.FirstOrDefault(alias => alias.Length == 2) is { } alias ? $" -s {alias[1..]}" : "";
            string values = s_values.TryGetValue(option, out IEnumerable<string>? list) ? $" -x -a {Quote(string.Join(' ', list))}"
                : s_paths.Contains(option) ? " -r -F"
                : option.Arity.MinimumNumberOfValues > 0 ? " -x" : "";
            script.Append($"complete -c tokscale -n {condition} -l {option.Name[2..]}{shortName}{values} -d {Quote(option.Description)}\n");
        }
    }

    private static string Quote(string? text) =>
        $"'{text?.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    private static string Lines<T>(IEnumerable<T> items, Func<T, string> lineOf) => string.Join('\n', items.Select(lineOf));

    private static string CommandsOf(Command root, string separator) => string.Join(separator, root.Subcommands.Select(command => command.Name));

    private static string NamesOf(IEnumerable<Option> options, string separator) =>
        string.Join(separator, options.SelectMany(option => option.Aliases.Append(option.Name)));

    private static string WordsOf(Command command) =>
        string.Join(
            ' ', command.Subcommands.Select(sub => sub.Name).Concat(command.Options.Where(option => !option.Hidden).Select(option => option.Name)));
}
