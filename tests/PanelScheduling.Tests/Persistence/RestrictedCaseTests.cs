using System.Net;
using Npgsql;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.PanelScheduling.Tests.Persistence;

/// <summary>
/// A case of a restricted record is not there for people of the council that raised it who read such records in its hub and are not listed; for those who run panels, sit on them and decide, and for the
/// household's council, it is there as ever.
/// </summary>
public sealed class RestrictedCaseTests(PanelHost host) : PanelTest(host)
{
    private const RestrictedTo ToSocialWorkers = RestrictedTo.CaldicottGuardian | RestrictedTo.SocialWorker;

    [Fact]
    public async Task Case_RestrictedToSocialWorkers_IsThereForThemForThePanelAndForTheOtherCouncil()
    {
        var world = await World.MakeAsync(Host, 860, 861);
        var @case = await world.RaiseAsync(PanelCaseKind.Match, 860, children: 1, household: new CouncilCode(861));
        var item = await world.RecommendedAsync(@case);
        var finder = Host.As(Roles.FamilyFinder, null, 860);
        Assert.True(await IsThereAsync(finder, @case.Id));

        await Host.SendAsync(@case.Message with { Version = 2, RestrictedTo = ToSocialWorkers });
        await Eventually.AssertAsync(async () => Assert.False(await IsThereAsync(finder, @case.Id)));

        foreach (var hidden in (PanelClient[])[finder, Host.As(Roles.FamilyFinder, null, 860, 861), Host.As(Roles.Recruitment, null, 860)])
        {
            Assert.False(await IsThereAsync(hidden, @case.Id) || await IsListedAsync(hidden, "/cases", @case.Id) || await IsListedAsync(hidden, "/clocks", @case.Id));
            Assert.Equal(HttpStatusCode.NotFound, (await hidden.TryAsync(HttpMethod.Get, $"/agenda-items/{item}")).Status);
        }

        foreach (var (role, council) in new[]
        {
            (Roles.SocialWorker, 860), (Roles.CaldicottGuardian, 860), (Roles.PanelAdviser, 860), (Roles.DecisionMaker, 860), (Roles.FamilyFinder, 861), (Roles.Recruitment, 861),
        })
        {
            var seeing = Host.As(role, null, council);
            Assert.Equal((role, council, true), (role, council, await IsThereAsync(seeing, @case.Id)));
            Assert.True(await IsListedAsync(seeing, "/cases", @case.Id), role);
        }

        await Host.SendAsync(@case.Message with { Version = 3 });
        await Eventually.AssertAsync(async () => Assert.True(await IsThereAsync(finder, @case.Id)));
    }

    /// <summary>The database itself hides it: nothing that a request could ask of any table tells of the case.</summary>
    [Fact]
    public async Task Tables_OfARestrictedCase_ShowNothingToWhoIsNotListed()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.Match, children: 1);
        var item = await world.RecommendedAsync(@case);
        await world.DecisionMakerAsync(@case);
        await Host.Database.ExecuteAsync($"update panel_case set restricted_to = {(short)ToSocialWorkers} where id = '{@case.Id}'");
        await using var connection = new NpgsqlConnection(Host.Database.ConnectionStringFor(Host.RequestRole, PanelHost.Password));
        await connection.OpenAsync();
        var ofTheCase = new[] { "case_child", "case_day", "case_clock", "agenda_item", "held_record" }.Select(table => $"{table} where case_id = '{@case.Id}'");
        foreach (var rows in ofTheCase.Append($"panel_case where id = '{@case.Id}'").Append($"item_minutes where item_id = '{item}'"))
        {
            Assert.Equal((rows, 0L), (rows, await CountAsync(connection, rows, Roles.FamilyFinder)));
            Assert.True(await CountAsync(connection, rows, Roles.SocialWorker) > 0 && await CountAsync(connection, rows, Roles.PanelAdviser) > 0, rows);
        }
    }

    [Fact]
    public async Task Tables_ThatNameACaseOrAnItem_HaveAPolicyForRestrictedOnes() => Assert.Equal(
        string.Empty,
        await Host.Database.ScalarAsync<string>(
            """
            select coalesce(string_agg(distinct c.relname, ', '), '') from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attname in ('case_id', 'item_id', 'decision_id') and not a.attisdropped
            where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
              and exists (select from pg_policies p where p.tablename = c.relname and p.policyname = 'request' and p.qual <> 'false')
              and not exists (select from pg_policies p where p.tablename = c.relname and p.policyname = 'restricted')
            """));

    private static async Task<bool> IsThereAsync(PanelClient client, Guid id)
    {
        var (status, _) = await client.TryAsync(HttpMethod.Get, $"/cases/{id}");
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{(int)status}");
        return status == HttpStatusCode.OK;
    }

    private static async Task<bool> IsListedAsync(PanelClient client, string list, Guid id)
    {
        for (string? cursor = string.Empty; cursor is not null;)
        {
            var page = await client.GetAsync($"{list}?limit=200&cursor={cursor}");
            if (page["items"]!.ToJsonString().Contains(id.ToString(), StringComparison.Ordinal))
            {
                return true;
            }

            cursor = (string?)page["next"];
        }

        return false;
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string rows, string role)
    {
        await using var transaction = await connection.BeginTransactionAsync();
#pragma warning disable CA2100 // Tables of this test.
        await using var command = new NpgsqlCommand($"select set_config('partnership.councils', '860', true), set_config('partnership.roles', '{role}', true); select count(*) from {rows}", connection, transaction);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        await reader.NextResultAsync();
        await reader.ReadAsync();
        return reader.GetInt64(0);
    }
}
