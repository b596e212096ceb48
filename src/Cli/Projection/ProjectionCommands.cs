using System.CommandLine;
using System.Globalization;
using Partnership.Cli.Stack;
using Spectre.Console;

namespace Partnership.Cli.Projection;

/// <summary><c>partnership rebuild</c> and <c>republish</c>: what an operator does when the regional figures are in doubt.</summary>
internal static class ProjectionCommands
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    public static Command Rebuild() => Create(
        "rebuild", "Drop the regional figures and work them out again from the events received", "Rebuilding the regional figures");

    public static Command Republish() => Create(
        "republish", "Ask every locality hub to send its regional state again", "Asking every hub for its state");

    private static Command Create(string verb, string description, string doing)
    {
        var command = StackConnection.Add(new Command(verb, description));
        command.SetAction((parsed, ct) => RunAsync(StackConnection.Of(parsed), verb, doing, ct));
        return command;
    }

    private static async Task<int> RunAsync(StackConnection stack, string verb, string doing, CancellationToken ct)
    {
        using var gateway = stack.AsClient("operator");
        var location = await gateway.StartAsync($"/api/v1/region/projection/{verb}", () => null, ct);
        var job = await Terminal.Progress().StartAsync(async context =>
        {
            var bar = context.AddTask(doing, maxValue: 1);
            bar.IsIndeterminate = true;
            while (true)
            {
                var now = await gateway.GetAsync<ProjectionJob>(location, ct);
                Show(bar, now);
                if (now.IsOver)
                {
                    return now;
                }

                await Task.Delay(Poll, stack.Clock, ct);
            }
        });

        if (job.HasFailed)
        {
            Terminal.Problem(new CommandFailedException($"{doing} failed: {job.Problem?.Code} {job.Problem?.Detail}".TrimEnd(' ', ':')));
            return Verb.Failed;
        }

        Terminal.Print(job.Summary(verb));
        return Verb.Done;
    }

    private static void Show(ProgressTask bar, ProjectionJob job)
    {
        if (job.Progress is { Total: > 0 } progress)
        {
            bar.IsIndeterminate = false;
            bar.MaxValue = progress.Total;
            bar.Value = progress.Done;
        }
        else if (job.IsOver)
        {
            bar.IsIndeterminate = false;
            bar.Value = bar.MaxValue;
        }
    }
}

/// <summary>The job as the central hub tells of it.</summary>
internal sealed record ProjectionJob(string State, int Replayed, int Mended, ProjectionProgress? Progress, ProjectionProblem? Problem)
{
    public string Summary(string verb) => verb == "rebuild"
        ? string.Create(CultureInfo.InvariantCulture, $"Done: {Replayed:N0} references replayed, {Mended:N0} of them mended.")
        : string.Create(CultureInfo.InvariantCulture, $"Done: {Replayed:N0} hubs asked.");

    public bool IsOver => HasFailed || string.Equals(State, "done", StringComparison.OrdinalIgnoreCase);

    public bool HasFailed => string.Equals(State, "failed", StringComparison.OrdinalIgnoreCase);
}

internal sealed record ProjectionProgress(long Done, long Total);

internal sealed record ProjectionProblem(string? Code, string? Detail);
