using System.Text.Json;
using Tokscale.Core.Accounts;
using Tokscale.Core.Files;
using Tokscale.Core.Reports;
using Tokscale.Core.Sources;
using Xunit;

namespace Tokscale.Tests.Accounts;

public sealed class CredentialsFileTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly UsageExport s_export = SourceRegistry.Find("cursor")!.Export!;

    private readonly TemporaryFolder _home = new();
    private readonly CredentialsFile _file;

    public CredentialsFileTests() => _file = new CredentialsFile(HomeDirectory.At(_home.Path), s_export);

    private string FilePath => Path.Join(_home.Path, ".config/tokscale/cursor-credentials.json");

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Accounts_are_saved_in_the_shape_that_other_versions_read()
    {
        Account account = Of(CursorService.Token) with { UserId = "user_01ABC", CreatedMs = 1_767_225_600_000, Label = "work" };

        _file.Save(AccountList.Empty.With(account));

        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(FilePath));
        Assert.Equal(
            """{"version":1,"activeAccountId":"user_01abc","accounts":{"user_01abc":{"sessionToken":"TOKEN","userId":"user_01ABC","createdAt":"2026-01-01T00:00:00.000Z","label":"work"}}}"""
                .Replace("TOKEN", CursorService.Token),
            JsonSerializer.Serialize(document.RootElement));
        AccountList read = _file.Load();
        Assert.Equal((account.Id, account.Label, account.UserId, account.CreatedMs), (read.Active!.Id, read.Active.Label, read.Active.UserId, read.Active.CreatedMs));
    }

    [Fact]
    public void The_file_and_its_folder_are_for_their_owner_only()
    {
        if (OperatingSystem.IsWindows()) return;
        _file.Save(AccountList.Empty.With(Of(CursorService.Token)));

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(FilePath));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(FilePath)!));
    }

    [Fact]
    public void An_old_file_that_others_can_read_becomes_private()
    {
        if (OperatingSystem.IsWindows()) return;
        Lay(FilePath, Json("old%3A%3Asession"));
        File.SetUnixFileMode(FilePath, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Assert.True(_file.IsOpenToOthers);

        _file.Save(_file.Load().With(Of(CursorService.Token)));

        Assert.Equal((OwnerOnly, false), (File.GetUnixFileMode(FilePath), _file.IsOpenToOthers));
        Assert.Equal(2, _file.Load().Accounts.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".tmp")]
    public void A_planted_link_is_not_written_through(string suffix)
    {
        string victim = _home.Write("victim", "precious");
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.CreateSymbolicLink(FilePath + suffix, victim);

        Assert.Null(Record.Exception(() =>
        {
            try
            {
                _file.Save(AccountList.Empty.With(Of(CursorService.Token)));
            }
            catch (UserError)
            {
                // Not to write is as good.
            }
        }));

        Assert.Equal("precious", File.ReadAllText(victim));
        if (suffix.Length == 0) Assert.Null(new FileInfo(FilePath).LinkTarget);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"token\":5}")]
    [InlineData("\0\0\0\0")]
    [InlineData("{\"sessionToken\":5}")]
    [InlineData("{\"sessionToken\":\"a b\"}")]
    [InlineData("{\"sessionToken\":\"a\\r\\nHost: b\"}")]
    [InlineData("{\"sessionToken\":\"\\ud800\"}")]
    [InlineData("{\"accounts\":[]}")]
    [InlineData("{\"accounts\":{\"a\":7}}")]
    [InlineData("{\"token\":\"a\\nb: c\",\"username\":\"\\u001b[31mx\"}")]
    public void A_file_that_is_none_of_ours_is_refused_with_advice(string text)
    {
        Lay(FilePath, text);

        UserError error = Assert.Throws<UserError>(_file.Load);

        Assert.StartsWith(FilePath, error.Message);
        Assert.EndsWith("; log in again to replace it, or delete it.", error.Message);
    }

    [Fact]
    public void A_file_of_a_newer_version_is_left_to_it()
    {
        Lay(FilePath, """{"version":2,"accounts":{}}""");

        Assert.EndsWith(
            "was written by a newer version of tokscale; use that one, or delete the file.", Assert.Throws<UserError>(() => _file.Read(out _)).Message);
    }

    [Fact]
    public void A_token_is_not_in_the_message_about_its_file()
    {
        Lay(FilePath, Json(CursorService.Token)[..^3]);

        Assert.DoesNotContain(CursorService.Secret[..20], Assert.Throws<UserError>(_file.Load).Message);
    }

    [Fact]
    public void What_is_no_regular_file_is_not_opened()
    {
        Directory.CreateDirectory(FilePath);

        Assert.Contains("is no file that could hold accounts", Assert.Throws<UserError>(_file.Load).Message);
    }

    [Theory]
    [InlineData(".config/tokscale/cursor-credentials.json")]
    [InlineData(".token-tracker/cursor-credentials.json")]
    public void The_single_account_of_earlier_versions_is_read(string path)
    {
        _home.Write(path, $$"""{"sessionToken":"{{CursorService.Token}}","userId":"u1","createdAt":"2025-12-01T00:00:00Z"}""");

        Account account = _file.Load().Active!;

        Assert.Equal(("user_01abc", "u1", 1_764_547_200_000), (account.Id, account.UserId, account.CreatedMs));
    }

    [Fact]
    public void Deleting_leaves_no_token_in_earlier_places()
    {
        string former = _home.Write(".token-tracker/cursor-credentials.json", Json(CursorService.Token));
        Lay(FilePath, Json(CursorService.Token));

        _file.Delete();

        Assert.False(File.Exists(former) || File.Exists(FilePath));
        Assert.True(_file.Load().Accounts.IsEmpty);
    }

    [Theory]
    [InlineData("../../../etc/passwd", "..-..-..-etc-passwd")]
    [InlineData("User One", "user-one")]
    public void An_id_from_the_file_cannot_lead_out_of_the_folder(string id, string safe)
    {
        Lay(FilePath, $$$$"""{"version":1,"activeAccountId":"{{{{id}}}}","accounts":{"{{{{id}}}}":{"sessionToken":"{{{{CursorService.Token}}}}"}}}""");

        AccountList accounts = _file.Load();

        Assert.Equal(safe, accounts.Active!.Id);
        string path = new ExportFolder(HomeDirectory.At(_home.Path), s_export).PathOf(AccountList.Empty, accounts.Active);
        Assert.Equal(Path.Join(_home.Path, ".config/tokscale/cursor-cache"), Path.GetDirectoryName(Path.GetFullPath(path)));
    }

    [Theory]
    [InlineData("user_1%3A%3Aabc", "user_1%3A%3Aabc", "user_1")]
    [InlineData("user_1::abc", "user_1%3A%3Aabc", "user_1")]
    [InlineData("  user_1%3a%3aabc;\n", "user_1%3a%3aabc", "user_1")]
    [InlineData("WorkosCursorSessionToken=user_1%3A%3Aabc", "user_1%3A%3Aabc", "user_1")]
    [InlineData("\"user_1%3A%3Aabc\"", "user_1%3A%3Aabc", "user_1")]
    [InlineData("abc", "abc", null)]
    public void A_token_is_taken_as_browsers_give_it(string text, string value, string? user)
    {
        SessionToken token = s_export.ReadToken(text)!;

        Assert.Equal((value, user), (token.Value, token.User));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a;b")]
    [InlineData("a\nb")]
    [InlineData("ä")]
    public void What_cannot_be_a_cookie_is_no_token(string text) => Assert.Null(s_export.ReadToken(text));

    [Fact]
    public void An_account_as_text_does_not_show_its_token() => Assert.DoesNotContain("eyJ", Of(CursorService.Token).ToString());

    private static Account Of(string token) => new(Account.IdOf(s_export.ReadToken(token)!.User)!, s_export.ReadToken(token)!);

    private static string Json(string token) =>
        $$$$"""{"version":1,"activeAccountId":"a","accounts":{"a":{"sessionToken":"{{{{token}}}}","userId":"a","createdAt":"2026-01-01T00:00:00Z"}}}""";

    private static void Lay(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
