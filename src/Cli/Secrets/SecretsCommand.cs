using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Partnership.Cli.Machine;
using Spectre.Console;

namespace Partnership.Cli.Secrets;

/// <summary><c>partnership secrets rotate</c>: new values for every generated secret, one service after the other.</summary>
internal static class SecretsCommand
{
    public static Command Create() => new("secrets", "Look after the generated secrets of this machine") { Rotate() };

    private static Command Rotate()
    {
        var command = new Command("rotate", "Give every generated secret a new value and start the services again one by one, while the system works");
        command.SetAction((_, ct) => RotateAsync(ct));
        return command;
    }

    private static async Task<int> RotateAsync(CancellationToken ct)
    {
        using var host = new HostClient();
        var resources = await host.ResourcesAsync(ct);
        if (resources.Where(resource => !resource.Healthy).Select(resource => resource.Name).ToList() is { Count: > 0 } ill)
        {
            // What is ill may not start again, with whichever password.
            throw new CommandFailedException($"Not well: {string.Join(", ", ill)}. Nothing was changed.", "Rotate when everything is well: ./partnership status");
        }

        var plan = RotationPlan.Of(await host.SecretsAsync(ct), resources);
        var table = new Table().Border(TableBorder.Simple).AddColumn("Secret").AddColumn("Started again").AddColumn(new TableColumn("Seconds").RightAligned());
        await Terminal.Progress().StartAsync(async context =>
        {
            var bar = context.AddTask("Rotating", maxValue: plan.Steps.Count + plan.OfServers.Count + 1);
            await RotateAsync(host, plan, table, bar, ct);
        });
        Terminal.Output.Write(table);
        foreach (var configured in plan.Left)
        {
            Terminal.Say($"'{configured}' is configured and not generated: it was left as it is.");
        }

        return Verb.Done;
    }

    private static async Task RotateAsync(HostClient host, RotationPlan plan, Table table, ProgressTask bar, CancellationToken ct)
    {
        if (plan.HasTelemetryKey)
        {
            await host.ChangeAsync(RotationPlan.TelemetryKey, "propose", ct);
        }

        foreach (var step in plan.Steps)
        {
            bar.Description = step.Service ?? "owners";
            await EnterAsync(table, step.Secrets.Count > 0 ? string.Join(", ", step.Secrets) : RotationPlan.TelemetryKey, step.Service ?? "", () => RunAsync(host, step, ct));
            bar.Increment(1);
        }

        foreach (var secret in plan.OfServers)
        {
            bar.Description = secret;
            await EnterAsync(table, secret, "", () => RotateOfServerAsync(host, secret, ct));
            bar.Increment(1);
        }

        // All services have the new key by now. The token comes last: every request before needed the old one.
        if (plan.HasTelemetryKey)
        {
            await EnterAsync(table, RotationPlan.TelemetryKey, "all of these", () => host.ChangeAsync(RotationPlan.TelemetryKey, "accept", ct));
        }

        if (plan.HasToken)
        {
            await EnterAsync(table, RotationPlan.Token, "", () => host.ChangeAsync(RotationPlan.Token, "rotate", ct));
        }

        bar.Increment(1);
    }

    private static async Task RunAsync(HostClient host, RotationStep step, CancellationToken ct)
    {
        foreach (var secret in step.Secrets)
        {
            await host.ChangeAsync(secret, "rotate", ct);
        }

        // Connections that are open stay so when the servers learn of the new password; the service's restart follows at once.
        if (step.ConcernsServers)
        {
            await host.RunAsync("provision", ct);
        }

        if (step.Service is { } service)
        {
            await host.RestartAsync(service, ct);
        }
    }

    private static async Task RotateOfServerAsync(HostClient host, string secret, CancellationToken ct)
    {
        if (await AdministratorPassword.WasToldAsync(secret, ct))
        {
            await host.ChangeAsync(secret, "accept", ct);
        }

        await host.ChangeAsync(secret, "propose", ct);
        await AdministratorPassword.TellAsync(secret, ct);
        await host.ChangeAsync(secret, "accept", ct);
    }

    private static async Task EnterAsync(Table table, string secrets, string service, Func<Task> change)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            await change();
        }
        catch (CommandFailedException failure)
        {
            throw new CommandFailedException($"{secrets}: {failure.Message}", $"{failure.NextStep ?? "Mend that"}; then run it again: what was rotated before stays as it is.", failure);
        }

        table.AddRow(secrets, service, watch.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture));
    }
}
