using FsCheck;
using FsCheck.Fluent;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.WorkingDays;

namespace Partnership.Statutory.Tests.Clocks;

/// <summary>What holds for every rule, start and set of pauses.</summary>
public sealed class ClockEnginePropertyTests
{
    private static readonly ClockEngine Engine = ClockEngine.England;

    private static readonly ClockRule[] Limits = [.. ClockRules.All.Where(rule => rule.Kind == ClockKind.Limit)];

    private static readonly ClockRule[] Pausable = [.. Limits.Where(rule => rule.Pauses.Count > 0)];

    private static readonly Arbitrary<(ClockRule Rule, DateOnly Start, List<ClockPause> Pauses)> Runs =
        (from rule in Gen.Elements(Pausable)
         from start in Gen.Choose(0, 3650)
         from pauses in (from at in Gen.Choose(-20, 200) from days in Gen.Choose(0, 60) select (at, days)).ListOf(3)
         let began = Days.Day("2016-01-01").AddDays(start)
         select (rule, began, pauses.Select(pause => new ClockPause(rule.Pauses[0], began.AddDays(pause.at), began.AddDays(pause.at + pause.days))).ToList()))
        .ToArbitrary();

    private static readonly Arbitrary<(ClockRule Rule, DateOnly Start)> Starts =
        (from rule in Gen.Elements(ClockRules.All.ToArray()) from start in Gen.Choose(0, 3650) select (rule, Days.Day("2016-01-01").AddDays(start))).ToArbitrary();

    // The engine walks day by day; this counts the paused days of the nominal period and pushes the end on until nothing is left to push.
    [Fact]
    public void Due_WithPauses_AgreesWithPushingTheEndOn() =>
        Prop.ForAll(Runs, run =>
        {
            var end = Engine.Due(run.Rule, run.Start);
            for (var counted = run.Start.AddDays(1); counted <= end; counted = counted.AddDays(1))
            {
                end = run.Pauses.Any(pause => pause.Covers(counted)) ? end.AddDays(1) : end;
            }

            return Engine.Due(run.Rule, new ClockFacts(run.Start, Pauses: run.Pauses)) == end;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Due_MorePauses_IsNeverEarlierAndNeverOnAPausedDay() =>
        Prop.ForAll(Runs, run =>
        {
            var fewer = Engine.Due(run.Rule, new ClockFacts(run.Start, Pauses: run.Pauses.Skip(1).ToList()))!.Value;
            var due = Engine.Due(run.Rule, new ClockFacts(run.Start, Pauses: run.Pauses))!.Value;
            return due >= fewer && !run.Pauses.Any(pause => pause.Covers(due));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Due_PausesInAnotherOrder_IsTheSame() =>
        Prop.ForAll(Runs, run =>
        {
            var reversed = run.Pauses.AsEnumerable().Reverse().ToList();
            return Engine.Due(run.Rule, new ClockFacts(run.Start, Pauses: reversed)) == Engine.Due(run.Rule, new ClockFacts(run.Start, Pauses: run.Pauses));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Due_ALaterStart_IsNeverEarlier() =>
        Prop.ForAll(Starts, one => Engine.Due(one.Rule, one.Start.AddDays(1)) >= Engine.Due(one.Rule, one.Start)).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_DayByDay_IsRunningToItsLastDayAndOverdueAfter() =>
        Prop.ForAll(Starts, one =>
        {
            var due = Engine.Due(one.Rule, one.Start);
            var facts = new ClockFacts(one.Start);
            var (on, after) = (Engine.Read(one.Rule, facts, due), Engine.Read(one.Rule, facts, due.AddDays(1)));
            return one.Rule.Kind == ClockKind.MinimumWait
                ? Engine.Read(one.Rule, facts, due.AddDays(-1)).Status == ClockStatus.Waiting && on.Status == ClockStatus.Open
                : on is { Status: ClockStatus.Running, DaysLeft: 0 } && after is { Status: ClockStatus.Overdue, DaysLeft: <= 0 };
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_DaysLeft_CountDownByOneOnEachDayThatCounts() =>
        Prop.ForAll(Starts, one =>
        {
            var facts = new ClockFacts(one.Start);
            var (today, tomorrow) = (one.Start.AddDays(1), one.Start.AddDays(2));
            var step = one.Rule.Length.Unit == ClockUnit.WorkingDays ? WorkingCalendar.England.Between(today, tomorrow) : 1;
            return Engine.Read(one.Rule, facts, today).DaysLeft - Engine.Read(one.Rule, facts, tomorrow).DaysLeft == step;
        }).QuickCheckThrowOnFailure();
}
