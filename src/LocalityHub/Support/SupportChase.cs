using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.SupportFund;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.LocalityHub.Support;

/// <summary>
/// What the support fund has asked for about an application, for who made the assessment that it rests on. The newest step holds. Where another council
/// made it before the case was handed over, it is for whoever works for families that ask for support.
/// </summary>
internal sealed class SupportChase
{
    public Guid Id { get; init; }

    /// <summary>The assessment; null of one that this hub has not made.</summary>
    public Guid? AssessmentId { get; init; }

    /// <summary>The assessment by the fund's reference, where this hub has not made it.</summary>
    public Guid? FundReference { get; init; }

    /// <summary>Of the assessment: what restricts it restricts what is to be done about it. Of another council's nobody is known here.</summary>
    public Guid[] ChildIds { get; set; } = [];

    public SupportTask Task { get; set; }

    public ChaseStep Step { get; set; }

    public DateOnly Due { get; set; }

    public long Version { get; set; }

    /// <summary>When the hub was told of this step.</summary>
    public DateTimeOffset ToldAt { get; set; }
}

/// <summary>Puts what the fund asks for before who made the assessment, and before all who may make one where that is nobody here.</summary>
internal sealed class ChaseSupportConsumer(LocalityHubDbContext db, TimeProvider clock) : IMessageConsumer<ChaseSupport>
{
    public async Task ConsumeAsync(IReadOnlyList<ChaseSupport> messages, CancellationToken cancellationToken)
    {
        var references = messages.Select(message => message.Assessment).Distinct().ToArray();
        var assessments = await (
            from reference in db.SupportReferences
            join assessment in db.SupportAssessments on reference.AboutId equals assessment.Id
            where reference.Kind == SupportReferenceKind.Assessment && references.Contains(reference.Reference)
            select new { reference.Reference, assessment.Id, assessment.ChildIds }).ToDictionaryAsync(row => row.Reference, cancellationToken);
        foreach (var message in messages)
        {
            var chase = await db.SupportChases.FindAsync([message.Chase], cancellationToken);
            if (chase is null)
            {
                // One that another council made before the case was handed over, or that was forgotten with a restore, is nobody's here, and to be seen to all the same.
                chase = assessments.TryGetValue(message.Assessment, out var assessment)
                    ? new SupportChase { Id = message.Chase, AssessmentId = assessment.Id, ChildIds = assessment.ChildIds }
                    : new SupportChase { Id = message.Chase, FundReference = message.Assessment };
                db.Add(chase);
            }

            if (message.ChaseVersion > chase.Version)
            {
                (chase.Task, chase.Step, chase.Due, chase.Version, chase.ToldAt) = (message.Task, message.Step, message.Due.Date, message.ChaseVersion, clock.GetUtcNow());
            }
        }
    }
}
