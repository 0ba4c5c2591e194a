using System.Text.Json;
using Tokscale.Cli.Rendering;
using Tokscale.Core.Accounts;
using Tokscale.Core.Files;
using Tokscale.Core.Reports;
using Tokscale.Core.Reports.Budgets;
using Tokscale.Core.Sources;

namespace Tokscale.Cli.Settings;

/// <summary>The budgets of a user, in <c>budgets.json</c> of the settings folder.</summary>
internal sealed class BudgetFile(HomeDirectory home)
{
    private const int BytesMax = 1 << 20;

    private readonly string _path = Path.Join(home.Place(RootPlace.Tokscale), "budgets.json");

    /// <summary>The budgets; none when there is no file.</summary>
    /// <exception cref="UserError">The file cannot be read or is not as we write it.</exception>
    public List<Budget> Load()
    {
        if (!File.Exists(_path)) return [];
        try
        {
            if (new FileInfo(_path).Length > BytesMax) throw Broken("is too large");
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(_path));
            return [.. document.RootElement.GetProperty("budgets").EnumerateArray().Select(Read)];
        }
        catch (JsonException error)
        {
            throw Broken($"is no valid JSON in line {error.LineNumber + 1}");
        }
        catch (KeyNotFoundException)
        {
            throw Broken("lacks a key");
        }
        catch (InvalidOperationException)
        {
            throw Broken("has a value of the wrong kind");
        }
        catch (IOException error)
        {
            throw Broken($"could not be read: {error.Message}");
        }
        catch (UnauthorizedAccessException error)
        {
            throw Broken($"could not be read: {error.Message}");
        }
    }

    /// <exception cref="UserError">The file cannot be written.</exception>
    public void Save(IEnumerable<Budget> budgets)
    {
        OwnFile.Write(_path, JsonText.Write(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("budgets");
            foreach (Budget budget in budgets) Write(json, budget);
            json.WriteEndArray();
            json.WriteEndObject();
        }));
    }

    private Budget Read(JsonElement budget) => new(
        PeriodOf(budget.GetProperty("period").GetString()), budget.GetProperty("limitUsd").GetDecimal(), TextOf(budget, "client"), TextOf(budget, "project"));

    private BudgetPeriod PeriodOf(string? name) => BudgetWords.PeriodOf(name) ?? throw Broken($"has the unknown period '{name}'");

    private static string? TextOf(JsonElement budget, string name) => budget.TryGetProperty(name, out JsonElement text) ? text.GetString() : null;

    private static void Write(Utf8JsonWriter json, Budget budget)
    {
        json.WriteStartObject();
        json.WriteString("period", BudgetWords.NameOf(budget.Period));
        json.WriteMoney("limitUsd", budget.LimitUsd);
        json.WriteOptional("client", budget.Client);
        json.WriteOptional("project", budget.Project);
        json.WriteEndObject();
    }

    private UserError Broken(string problem) => UserError.InOption($"{_path} {problem}; put it right or delete it.");
}
