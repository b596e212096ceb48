using Microsoft.Extensions.Configuration;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Regional;

namespace Partnership.LocalityHub.Tests.PanelCases;

/// <summary>A hub that comes back from a backup says to panel scheduling what it knows, and that this is all.</summary>
public sealed class RestoredCasesTests : IAsyncLifetime
{
    private readonly PanelHub _panel = new();

    public ValueTask InitializeAsync() => _panel.InitializeAsync();

    public ValueTask DisposeAsync() => _panel.DisposeAsync();

    [Fact]
    public async Task RaiseEpoch_ARaisedCase_IsStatedAgainAndThenThatThisIsAll()
    {
        var @case = await _panel.RaisedAsync();
        Assert.Empty(await _panel.ToldAsync<PanelCasesRestated>());
        await _panel.Hub.Database.ExecuteAsync(
            $"insert into paper_opening (item_id, reader, case_id, item_version, open, until) values (gen_random_uuid(), gen_random_uuid(), '{@case}', 1, true, '2099-12-31')");

        await RaiseEpoch.RunAsync(
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ConnectionStrings:locality-hub"] = _panel.Hub.Database.ConnectionString,
                ["Council:Code"] = "860",
                ["Council:Name"] = "Staffordshire",
            }).Build(),
            TextWriter.Null,
            TestContext.Current.CancellationToken);

        // Who is drawn still is told anew; nobody else reads on.
        Assert.Equal(0, await _panel.Hub.Database.ScalarAsync<long>("select count(*) from paper_opening"));
        var restated = Assert.Single(await _panel.ToldAsync<PanelCasesRestated>());
        Assert.Equal((2, 1L), (restated.Epoch, restated.Version));
        Assert.Equal([(1, 1L), (2, 1L)], (await _panel.ToldAsync<PanelCaseRaised>()).Where(told => told.Case == @case).Select(told => (told.Epoch, told.Version)));
        Assert.Equal([1, 2], (await _panel.ToldAsync<PanelCaseChildStated>()).Where(told => told.Case == @case).Select(told => told.Epoch));
    }
}
