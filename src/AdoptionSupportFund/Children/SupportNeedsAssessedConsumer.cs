using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Worklists;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.AdoptionSupportFund.Children;

/// <summary>
/// Takes in what a council's hub hands over of a child: the newest snapshot holds, and each assessment is kept. A higher epoch says that the hub was
/// restored from a backup and may have forgotten what it said since.
/// </summary>
internal sealed class SupportNeedsAssessedConsumer(FundDbContext db) : IMessageConsumer<SupportNeedsAssessed>
{
    public async Task ConsumeAsync(IReadOnlyList<SupportNeedsAssessed> messages, CancellationToken cancellationToken)
    {
        var ids = messages.Select(message => message.Child).ToHashSet();
        var children = await db.Children.Where(child => ids.Contains(child.Id)).ToDictionaryAsync(child => child.Id, cancellationToken);
        var assessments = await db.Assessments.Where(assessment => ids.Contains(assessment.ChildId))
            .ToDictionaryAsync(assessment => (assessment.Id, assessment.ChildId), cancellationToken);
        var restated = new HashSet<(short Council, Guid Assessment)>();
        foreach (var message in messages)
        {
            var council = (short)message.Council.Number;
            if (children.TryGetValue(message.Child, out var child))
            {
                // A council that has handed the child over says no more of it; nor does one that the reference was never for.
                if (child.Council != council || (message.Epoch, message.Version).CompareTo((child.Epoch, child.Version)) <= 0)
                {
                    continue;
                }

                // What was handed over has no epoch until its new hub speaks.
                if (child.Epoch > 0 && message.Epoch > child.Epoch)
                {
                    var known = assessments.Values.Where(each => each.ChildId == child.Id && each.Council == council).ToList();
                    restated.UnionWith(known.Select(each => (council, each.Id)));

                    // It states the newest assessment that it knows: what is newer here it has forgotten, and nobody would correct it.
                    known.FindAll(each => each.Id != message.Assessment && each.AssessedOn > message.AssessedOn.Date).ForEach(each => each.Withdrawn = true);
                }
            }
            else
            {
                child = new FundChild { Id = message.Child, Council = council };
                children.Add(child.Id, child);
                db.Add(child);
            }

            Apply(child, message);
            if (!assessments.TryGetValue((message.Assessment, message.Child), out var assessment))
            {
                assessment = new NeedsAssessment { Id = message.Assessment, ChildId = message.Child, Council = council };
                assessments.Add((assessment.Id, assessment.ChildId), assessment);
                db.Add(assessment);
            }

            assessment.AssessedOn = message.AssessedOn.Date;
            assessment.ReviewDue = message.ReviewDue.Date;
            assessment.NarrativesChecked = message.NarrativesChecked;
            assessment.Withdrawn = message.Withdrawn;
        }

        foreach (var council in restated.GroupBy(each => each.Council, each => each.Assessment))
        {
            await ChaseOwners.RepeatAsync(db, council.Key, [.. council], cancellationToken);
        }
    }

    private static void Apply(FundChild child, SupportNeedsAssessed message)
    {
        child.FamilyId = message.Family;
        child.Route = message.Route;
        child.BornIn = (short)message.BornIn.Year;
        child.HasPlan = message.HasPlan;
        child.Basis = message.Basis;
        child.Needs = message.Needs;
        child.AssessmentId = message.Assessment;
        child.RestrictedTo = message.RestrictedTo;
        child.Epoch = message.Epoch;
        child.Version = message.Version;
    }
}
