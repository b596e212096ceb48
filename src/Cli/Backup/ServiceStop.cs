using System.Diagnostics;
using Partnership.Cli.Machine;

namespace Partnership.Cli.Backup;

/// <summary>
/// Stops the services of some databases for as long as something is done, and starts them again however that ends. Where no host answers,
/// somebody else runs them, and must have stopped them.
/// </summary>
internal sealed class ServiceStop(HostClient host)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Returns for how long the services were away; null where they are not this machine's host's.</summary>
    public async Task<TimeSpan?> DuringAsync(IReadOnlyList<BackedUpDatabase> databases, Func<Task> change, CancellationToken ct)
    {
        var resources = await host.FindResourcesAsync(ct);
        var services = databases.Select(database => database.Database.Service).Where(service => resources?.Any(resource => resource.Name == service) is true).ToList();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(services.Select(service => host.StopAsync(service, ct)));
        try
        {
            await WaitUntilAloneAsync(databases, ct);
            await change();

            // A hub's database was brought up to this release with its epoch; the others' services have a verb of their own for it.
            foreach (var migrate in databases.Where(database => database.Database.Council is null).Select(database => $"{database.Database.Service}-migrate"))
            {
                if (resources?.Any(resource => resource.Name == migrate) is true)
                {
                    await host.RunAsync(migrate, ct);
                }
            }
        }
        finally
        {
            await Task.WhenAll(services.Select(service => host.StartAsync(service, CancellationToken.None)));
        }

        return services.Count > 0 ? watch.Elapsed : null;
    }

    private static async Task WaitUntilAloneAsync(IReadOnlyList<BackedUpDatabase> databases, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        while (await DatabaseRestore.ConnectedAsync(databases, ct) is { Count: > 0 } connected)
        {
            if (watch.Elapsed > Patience)
            {
                throw new CommandFailedException($"Still connected: {string.Join(", ", connected)}. Nothing was replaced.", "Stop their services, then restore again.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), ct);
        }
    }
}
