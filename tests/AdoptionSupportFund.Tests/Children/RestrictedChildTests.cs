using System.Net;
using Npgsql;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.AdoptionSupportFund.Tests.Children;

/// <summary>A restricted child's rows are there for the roles on its list, the guardian and finance, and for nobody else of its council: in no list, address, sum or statement of theirs.</summary>
public sealed class RestrictedChildTests(FundHost fund)
{
    private static readonly string[] Readers = [Roles.SupportFund, Roles.SupportWorker, Roles.Finance, Roles.CaldicottGuardian];

    [Theory]
    [InlineData(RestrictedTo.CaldicottGuardian, Roles.Finance, Roles.CaldicottGuardian)]
    [InlineData(RestrictedTo.CaldicottGuardian | RestrictedTo.SupportWorker, Roles.SupportWorker, Roles.Finance, Roles.CaldicottGuardian)]
    [InlineData(RestrictedTo.CaldicottGuardian | RestrictedTo.SupportFund, Roles.SupportFund, Roles.Finance, Roles.CaldicottGuardian)]
    [InlineData(RestrictedTo.None, Roles.SupportFund, Roles.SupportWorker, Roles.Finance, Roles.CaldicottGuardian)]
    public async Task Child_RestrictedToReadersIsThereForThemAlone(RestrictedTo to, params string[] seenBy)
    {
        var (family, other) = (await fund.FamilyAsync(894, children: 2), await fund.FamilyAsync(894));
        using var worker = fund.ClientOf(Roles.SupportFund, 894);
        var (application, theirs) = (await fund.BeginAsync(worker, family, 10), await fund.BeginAsync(worker, other, 10));
        Assert.True((await FundHost.SubmitAsync(worker, 894, application)).IsSuccessStatusCode);

        // One of the two children: the application is of both.
        await fund.Database.ExecuteAsync($"update fund_child set restricted_to = {(short)to} where id = '{family.Children[0]}'");

        foreach (var role in Readers)
        {
            using var client = fund.ClientOf(role, 894);
            var seen = seenBy.Contains(role);
            Assert.Equal((role, seen), (role, await IsThereAsync(client, $"/children/{family.Children[0]}")));
            Assert.Equal((role, seen), (role, await IsThereAsync(client, $"/applications/{application["id"]}")));
            Assert.Equal((role, seen), (role, await IsListedAsync(client, "/children", family.Children[0])));
            Assert.Equal((role, seen), (role, await IsListedAsync(client, "/applications", (Guid)application["id"]!)));
            Assert.True(await IsListedAsync(client, "/children", other.Children[0]) && await IsThereAsync(client, $"/applications/{theirs["id"]}"), role);
        }
    }

    /// <summary>The database itself hides them: nothing that a request could ask of any table tells of the child.</summary>
    [Fact]
    public async Task Tables_OfARestrictedChild_ShowNothingToWhoIsNotListed()
    {
        var family = await fund.FamilyAsync(895);
        using var worker = fund.ClientOf(Roles.SupportFund, 895);
        var application = await fund.BeginAsync(worker, family, 10);
        Assert.True((await FundHost.SubmitAsync(worker, 895, application)).IsSuccessStatusCode);
        await fund.Database.ExecuteAsync($"update fund_child set restricted_to = {(short)RestrictedTo.CaldicottGuardian} where id = '{family.Children[0]}'");
        await using var connection = new NpgsqlConnection(fund.Database.ConnectionStringFor(fund.RequestRole, FundHost.Password));
        await connection.OpenAsync();
        foreach (var rows in new[]
        {
            $"fund_child where id = '{family.Children[0]}'", $"needs_assessment where child_id = '{family.Children[0]}'", $"child_balance where child_id = '{family.Children[0]}'",
            $"application where id = '{application["id"]}'", $"application_child where child_id = '{family.Children[0]}'", $"application_line where application_id = '{application["id"]}'",
            $"line_funding where child_id = '{family.Children[0]}'", $"balance_use where child_id = '{family.Children[0]}'",
        })
        {
            Assert.Equal((rows, 0L), (rows, await CountAsync(connection, rows, Roles.SupportFund)));
            Assert.True(await CountAsync(connection, rows, Roles.CaldicottGuardian) > 0, rows);
        }
    }

    private static async Task<bool> IsThereAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(FundHost.Of(894) + path);
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{(int)response.StatusCode} {path}");
        return response.IsSuccessStatusCode;
    }

    private static async Task<bool> IsListedAsync(HttpClient client, string path, Guid id)
    {
        for (string? cursor = null; ;)
        {
            var page = await FundHost.GetAsync(client, $"{FundHost.Of(894)}{path}?limit=200&cursor={cursor}");
            if (page["items"]!.AsArray().Any(item => (Guid)item!["id"]! == id))
            {
                return true;
            }

            if ((cursor = (string?)page["next"]) is null)
            {
                return false;
            }
        }
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string rows, string role)
    {
        await using var transaction = await connection.BeginTransactionAsync();
#pragma warning disable CA2100 // Tables of this test.
        await using var command = new NpgsqlCommand($"select set_config('partnership.councils', '895', true), set_config('partnership.roles', '{role}', true); select count(*) from {rows}", connection, transaction);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        await reader.NextResultAsync();
        await reader.ReadAsync();
        return reader.GetInt64(0);
    }
}
