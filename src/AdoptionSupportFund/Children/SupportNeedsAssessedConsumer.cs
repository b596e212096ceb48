using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.AdoptionSupportFund.Children;

/// <summary>Takes in what a council's hub hands over of a child: the newest snapshot holds, and each assessment is kept.</summary>
internal sealed class SupportNeedsAssessedConsumer(FundDbContext db) : IMessageConsumer<SupportNeedsAssessed>
{
    public async Task ConsumeAsync(IReadOnlyList<SupportNeedsAssessed> messages, CancellationToken cancellationToken)
    {
        var ids = messages.Select(message => message.Child).ToHashSet();
        var children = await db.Children.Where(child => ids.Contains(child.Id)).ToDictionaryAsync(child => child.Id, cancellationToken);
        var assessments = await db.Assessments.Where(assessment => ids.Contains(assessment.ChildId))
            .ToDictionaryAsync(assessment => (assessment.Id, assessment.ChildId), cancellationToken);
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
        child.Epoch = message.Epoch;
        child.Version = message.Version;
    }
}
