using Microsoft.Extensions.DependencyInjection;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.AdoptionSupportFund.Tests.Persistence;

/// <summary>Requests, the system and its work within requests connect from pools of their own.</summary>
public sealed class PoolTests(FundHost fund)
{
    /// <summary>A model, and the queries compiled for it, for each pool would be made three times at every start.</summary>
    [Fact]
    public async Task Contexts_OfEachPool_ShareOneModel()
    {
        var scopes = fund.Services.GetRequiredService<SystemScopes>();
        await using var request = fund.Services.CreateAsyncScope();
        await using var system = scopes.Create("test");
        await using var within = scopes.CreateWithin("test");

        var model = Of(request).Model;

        Assert.Same(model, Of(system).Model);
        Assert.Same(model, Of(within).Model);

        static FundDbContext Of(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<FundDbContext>();
    }
}
