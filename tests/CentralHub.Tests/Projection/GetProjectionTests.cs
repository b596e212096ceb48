using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.CentralHub.Tests.Projection;

public sealed class GetProjectionTests(CentralHubHost hub) : IClassFixture<CentralHubHost>
{
    /// <summary>Two pools, and requests that hold a connection of one while they wait for the other's, would block each other in a busy hour.</summary>
    [Fact]
    public async Task Get_AsTheOperator_HoldsNoConnectionOfTheRequestsWhileTheSystemCounts()
    {
        var watch = new PoolWatch();
        await using var factory = hub.With(services => services.AddSingleton<IInterceptor>(watch));
        watch.Requests = factory.Services.GetRequiredService<NpgsqlDataSource>();
        using var client = CentralHubHost.ClientOf(factory, hub.Tokens.With(Roles.Operator, 860));

        using var answer = await client.GetAsync("/api/v1/region/projection", TestContext.Current.CancellationToken);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal([true, true], watch.Free);
    }

    /// <summary>At each count by the system: whether the requests' one connection is free.</summary>
    private sealed class PoolWatch : DbCommandInterceptor
    {
        public NpgsqlDataSource? Requests { get; set; }

        public List<bool> Free { get; } = [];

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Contains("count(*)", StringComparison.OrdinalIgnoreCase) && command.CommandText.Contains("received_event", StringComparison.Ordinal))
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
                try
                {
                    await using var connection = await Requests!.OpenConnectionAsync(patience.Token);
                    Free.Add(true);
                }
                catch (OperationCanceledException)
                {
                    Free.Add(false);
                }
            }

            return result;
        }
    }
}
