using FsCheck;
using FsCheck.Fluent;
using Partnership.PanelScheduling.Scheduling;

namespace Partnership.PanelScheduling.Tests.Scheduling;

public sealed class ScheduleSolverTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);

    private static readonly Arbitrary<(int Seed, int Cases, int Meetings)> Small =
        (from seed in Gen.Choose(0, int.MaxValue - 1) from cases in Gen.Choose(0, 6) from meetings in Gen.Choose(0, 4) select (seed, cases, meetings)).ToArbitrary();

    private static readonly Arbitrary<(int Seed, int Cases, int Meetings)> Middling =
        (from seed in Gen.Choose(0, int.MaxValue - 1) from cases in Gen.Choose(15, 40) from meetings in Gen.Choose(3, 10) select (seed, cases, meetings)).ToArbitrary();

    [Fact]
    public void Solve_FewCases_FindsTheLeastOfEveryWay() =>
        Prop.ForAll(Small, one =>
        {
            var problem = Problems.Of(one.Seed, one.Cases, one.Meetings, minutes: 120);
            var solved = ScheduleSolver.Solve(problem, Budget, TimeProvider.System);
            return solved.IsOptimal && solved.Schedule.Cost == Problems.LeastByEveryWay(problem) && solved.Bound == solved.Schedule.Cost;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Solve_ManyCases_BreaksNothingAndIsNoWorseThanFirstComeAndNoBetterThanTheBound() =>
        Prop.ForAll(Middling, one =>
        {
            var problem = Problems.Of(one.Seed, one.Cases, one.Meetings);
            var solved = ScheduleSolver.Solve(problem, TimeSpan.FromMilliseconds(60), TimeProvider.System);
            var byHand = FirstComeFirstServed.Solve(problem);
            return !ScheduleChecker.BreaksOf(problem, solved.Schedule.Meetings).Any() && !ScheduleChecker.BreaksOf(problem, byHand.Meetings).Any()
                && solved.Schedule.Cost <= byHand.Cost && solved.Bound <= solved.Schedule.Cost
                && solved.Schedule.Cost == Enumerable.Range(0, problem.Cases.Count).Sum(i => problem.CostOf(i, solved.Schedule[i]));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void Bound_OfSmallProblems_IsBelowTheLeast() =>
        Prop.ForAll(Small, one =>
        {
            var problem = Problems.Of(one.Seed, one.Cases, one.Meetings, minutes: 120);
            var least = Problems.LeastByEveryWay(problem);
            return ScheduleBound.Of(problem, least, () => false) <= least;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    // The local search alone, on problems whose best is known.
    [Fact]
    public void Solve_WhereTheBestIsKnown_ComesWithinTwoInAHundred()
    {
        var (found, best) = (0.0, 0.0);
        for (var seed = 0; seed < 12; seed++)
        {
            // Fifteen cases: one more than is solved exactly.
            var problem = Problems.Of(seed, 15, 4, minutes: 240);
            var solved = ScheduleSolver.Solve(problem, TimeSpan.FromMilliseconds(150), TimeProvider.System);
            var (exact, isOptimal) = ExactSolver.Solve(problem, solved.Schedule, () => false);
            found += isOptimal ? solved.Schedule.Cost : 0;
            best += isOptimal ? exact.Cost : 0;
        }

        Assert.True(best > 0, "No problem was solved exactly.");
        Assert.True(found <= best * 1.02, $"Found {found:0}, best {best:0}.");
    }

    [Fact]
    public void Solve_TheSameSeed_GivesTheSameSchedule()
    {
        var problem = Problems.Of(7, 12, 4);

        var one = ScheduleSolver.Solve(problem, Budget, TimeProvider.System, seed: 3);
        var other = ScheduleSolver.Solve(problem, Budget, TimeProvider.System, seed: 3);

        Assert.Equal(one.Schedule.Meetings, other.Schedule.Meetings);
    }

    [Fact]
    public void Solve_ALimitOfLaw_ComesBeforeTheCaseThatCameFirst()
    {
        // One place at the first meeting. The case that came later would miss its limit at the second.
        ScheduleCase first = new(Guid.NewGuid(), Problems.Monday, null, false, 60);
        ScheduleCase limited = new(Guid.NewGuid(), Problems.Monday.AddDays(3), Problems.Monday.AddDays(20), true, 60);
        var problem = Two(first, limited);

        Assert.Equal([1, 0], ScheduleSolver.Solve(problem, Budget, TimeProvider.System).Schedule.Meetings);
        Assert.Equal([0, 1], FirstComeFirstServed.Solve(problem).Meetings);
    }

    [Fact]
    public void Explain_ACaseThatGivesWay_NamesWhatIsMissingAndWhoComesBefore()
    {
        ScheduleCase first = new(Guid.NewGuid(), Problems.Monday, null, false, 60);
        ScheduleCase limited = new(Guid.NewGuid(), Problems.Monday.AddDays(3), Problems.Monday.AddDays(20), true, 60);
        var problem = Two(first, limited);
        var solved = ScheduleSolver.Solve(problem, Budget, TimeProvider.System);

        var earlier = Assert.Single(ScheduleExplanation.Of(problem, solved.Schedule.Meetings, 0));

        Assert.Equal((problem.Meetings[0].Id, Block.Minutes, 30), (earlier.Meeting, earlier.Block, earlier.MinutesShort));
        Assert.Equal([limited.Id], earlier.Before);
        Assert.Empty(ScheduleExplanation.Of(problem, solved.Schedule.Meetings, 1));
    }

    [Fact]
    public void Checker_APlantedBreak_IsFound()
    {
        var problem = Two(new(Guid.NewGuid(), Problems.Monday, null, false, 60), new(Guid.NewGuid(), Problems.Monday, null, false, 60));

        Assert.NotEmpty(ScheduleChecker.BreaksOf(problem, [0, 0]));
        Assert.Empty(ScheduleChecker.BreaksOf(problem, [0, 1]));
    }

    private static ScheduleProblem Two(ScheduleCase one, ScheduleCase other) => new(
        [one, other],
        [new ScheduleMeeting(new Guid(1, 1, 1, new byte[8]), Problems.Monday.AddDays(14), 90), new ScheduleMeeting(new Guid(2, 1, 1, new byte[8]), Problems.Monday.AddDays(28), 90)],
        (_, _) => Block.None,
        (_, _) => 0);
}
