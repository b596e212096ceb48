using Partnership.AdoptionSupportFund.Applications;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.AdoptionSupportFund.Tests.Applications;

/// <summary>Each way from a status to another, and each that there is not: the state diagram of support-fund.md, written out.</summary>
public sealed class ApplicationStatusTests
{
    private static readonly DateTimeOffset Now = new(2025, 11, 3, 9, 0, 0, TimeSpan.Zero);

    private static readonly HashSet<(ApplicationStatus From, ApplicationStatus To)> Ways =
    [
        (ApplicationStatus.Draft, ApplicationStatus.Submitted),
        (ApplicationStatus.Draft, ApplicationStatus.Withdrawn),
        (ApplicationStatus.Submitted, ApplicationStatus.Approved),
        (ApplicationStatus.Submitted, ApplicationStatus.Refused),
        (ApplicationStatus.Submitted, ApplicationStatus.Returned),
        (ApplicationStatus.Submitted, ApplicationStatus.Withdrawn),
        (ApplicationStatus.Returned, ApplicationStatus.Submitted),
        (ApplicationStatus.Returned, ApplicationStatus.Withdrawn),
        (ApplicationStatus.Approved, ApplicationStatus.Closed),
    ];

    public static TheoryData<string, string, bool> Moves
    {
        get
        {
            var moves = new TheoryData<string, string, bool>();
            foreach (var from in Enum.GetValues<ApplicationStatus>())
            {
                foreach (var to in Enum.GetValues<ApplicationStatus>())
                {
                    moves.Add($"{from}", $"{to}", Ways.Contains((from, to)));
                }
            }

            return moves;
        }
    }

    [Theory]
    [MemberData(nameof(Moves))]
    public void Move_FromEachStatusToEach_IsMadeOrRefusedAndLeavesNoTrace(string from, string to, bool isAWay)
    {
        var (before, after) = (Enum.Parse<ApplicationStatus>(from), Enum.Parse<ApplicationStatus>(to));
        var application = At(before);
        var version = application.Version;

        if (isAWay)
        {
            application.Move(after, Now.AddDays(1));

            Assert.Equal((after, version + 1, Now.AddDays(1)), (application.Status, application.Version, application.UpdatedAt));
            return;
        }

        var broken = Assert.Throws<RuleBrokenException>(() => application.Move(after, Now.AddDays(1)));
        Assert.Equal("application.status", broken.Code);
        Assert.Equal((before, version), (application.Status, application.Version));
        Assert.True(application.UpdatedAt <= Now);
    }

    /// <summary>Only what is a draft, or was given back, is written anew.</summary>
    [Fact]
    public void MayBeChanged_OfEachStatus_IsTrueOfADraftAndOfWhatWasReturned() =>
        Assert.Equal([ApplicationStatus.Draft, ApplicationStatus.Returned], Enum.GetValues<ApplicationStatus>().Where(status => At(status).MayBeChanged));

    /// <summary>An application that has come to a status by the shortest way there.</summary>
    private static Application At(ApplicationStatus status)
    {
        var application = new Application { Id = Guid.CreateVersion7(), CreatedBy = "nobody" };
        foreach (var step in Way(status))
        {
            application.Move(step, Now);
        }

        return application;
    }

    private static ApplicationStatus[] Way(ApplicationStatus status) => status switch
    {
        ApplicationStatus.Draft => [],
        ApplicationStatus.Submitted or ApplicationStatus.Withdrawn => [status],
        ApplicationStatus.Closed => [ApplicationStatus.Submitted, ApplicationStatus.Approved, status],
        _ => [ApplicationStatus.Submitted, status],
    };
}
