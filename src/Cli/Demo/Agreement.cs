using System.Globalization;
using Partnership.Cli.Indicators;
using Partnership.Cli.Stack;
using Partnership.Simulator;
using Partnership.Simulator.Truth;

namespace Partnership.Cli.Demo;

/// <summary>Compares what the gateway answers with the truth of the simulation, until they agree or time is up.</summary>
internal sealed class Agreement(StackConnection stack, CouncilClients councils, SimulationOptions options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LateNews = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    // The region's release rule: what concerns fewer children than this waits for more.
    private const int Told = 6;

    private bool _heldBack;

    private readonly Dictionary<string, CouncilTruth> _truths = options.Councils.ToDictionary(
        council => council.Code, council => TruthFile.Read(Path.Combine(options.Directory, council.Code, "truth.json")));

    /// <summary>The end of the three years that are compared: the last collection year's.</summary>
    public DateOnly To { get; } = new(options.LastYear, 3, 31);

    public async Task<bool> WaitAsync(CancellationToken ct)
    {
        var started = stack.Clock.GetTimestamp();
        using var operations = stack.AsClient("hub-operations");
        while (true)
        {
            // Figures are asked for only when nothing arrives any more: a release that a reader has met half way would hold the rest back.
            var differences = await operations.GetAsync<ProjectionStatus>("/api/v1/region/projection", ct) is { Settled: true }
                ? await DifferencesAsync(operations, ct)
                : ["  Events are still arriving at the central hub."];
            if (differences.Count == 0 && (!_heldBack || stack.Clock.GetElapsedTime(started) > LateNews))
            {
                Terminal.Say(_heldBack
                    ? "The region agrees: every council's own figures are those of the simulation's truth; of its own, news of fewer than six children waits to be released."
                    : "The region agrees: its figures, and every council's own, are those of the simulation's truth.");
                return true;
            }

            if (stack.Clock.GetElapsedTime(started) > Patience)
            {
                Terminal.Say("The region does not agree with the simulation's truth:");
                differences.ForEach(Terminal.Say);
                Terminal.Say("Where another region, seed or council's file was imported before, both are in the figures: ./partnership down, remove .data and start anew.");
                return false;
            }

            await Task.Delay(Poll, stack.Clock, ct);
        }
    }

    private sealed record ProjectionStatus(bool Settled);

    private async Task<List<string>> DifferencesAsync(GatewayClient operations, CancellationToken ct)
    {
        var differences = new List<string>();
        var path = IndicatorsCommand.PathFor(To);
        foreach (var (code, truth) in _truths)
        {
            var own = (await councils[code].GetAsync<IndicatorAnswer>(path, ct)).Councils?.GetValueOrDefault(code) ?? [];
            Compare(code, own, TrueIndicators.For([truth], options.LastYear), differences, inFull: true);
            if (differences.Count > 0)
            {
                // One that waits is enough to go on waiting for.
                return differences;
            }
        }

        _heldBack = false;
        var region = (await operations.GetAsync<IndicatorAnswer>(path, ct)).Region;
        Compare("region", region, TrueIndicators.For(_truths.Values, options.LastYear), differences, inFull: false);
        return differences;
    }

    private void Compare(
        string where, Dictionary<string, IndicatorFigure> shown, TrueIndicators truth, List<string> differences, bool inFull)
    {
        foreach (var (code, sum) in (ReadOnlySpan<(string, TrueSum)>)[("A1", truth.A1), ("A2", truth.A2), ("A10", truth.A10)])
        {
            var figure = shown.GetValueOrDefault(code);
            if (figure is { Suppressed: true } && !inFull)
            {
                continue;
            }

            var rounded = sum.Children == 0 ? (int?)null : (int)decimal.Round((decimal)sum.Days / sum.Children, MidpointRounding.AwayFromZero);
            var same = sum.Children == 0
                ? figure is null or { N: null or 0 }
                : figure?.N == sum.Children && figure.Rounded == rounded && (!inFull || figure.SumDays == sum.Days);
            if (!same && !inFull && Waits(figure?.N, sum.Children))
            {
                _heldBack = true;
            }
            else if (!same)
            {
                differences.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {where} {code}: {figure?.N} children, {figure?.SumDays} days, mean {figure?.Rounded}; in truth {sum.Children}, {sum.Days}, {rounded}"));
            }
        }

        var share = shown.GetValueOrDefault("A3");
        if ((share is { Suppressed: true } && !inFull) || (share?.Within ?? 0, share?.Of ?? 0) == (truth.WithinFourteenMonths, truth.Waits))
        {
            return;
        }

        if (!inFull && Waits(share?.Of, truth.Waits))
        {
            _heldBack = true;
        }
        else
        {
            differences.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"  {where} A3: {share?.Within} of {share?.Of}; in truth {truth.WithinFourteenMonths} of {truth.Waits}"));
        }
    }

    /// <summary>Whether a released figure may lag behind: readers met it when all but a few had arrived.</summary>
    private static bool Waits(int? shown, int inTruth) => (shown ?? 0) != inTruth && Math.Abs((shown ?? 0) - inTruth) < Told;
}
