using Partnership.PanelScheduling.Cases;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Agenda;

/// <summary>What a recommendation must be: by a quorate panel, of every child, by members who sat, and without a condition.</summary>
internal static class RecommendationRules
{
    public static void Check(HearItem.RecommendRequest request, AgendaItem item, PanelCase @case)
    {
        var deferred = request.Recommendations.Any(each => each.Outcome == PanelOutcome.Deferred);
        if (deferred)
        {
            if (request.Recommendations.Any(each => each.Outcome != PanelOutcome.Deferred))
            {
                throw new RuleBrokenException("recommendation.partly-deferred", "One item is put off as a whole.", "recommendations");
            }

            if (request.Reason is not (ItemReason.Condition or ItemReason.MoreInformation or ItemReason.NoQuorum or ItemReason.NoTime))
            {
                throw new InvalidRequestException("recommendation.reason", "An item is put off for a reason: condition, more-information, no-quorum or no-time.", "reason");
            }

            return;
        }

        if (item.QuorumGaps is null)
        {
            throw new RuleBrokenException("panel.not-called", "Call the item first: who sits for it?");
        }

        if (@case.Route.Panel == PanelUse.Required && item.QuorumGaps.Count > 0)
        {
            throw new RuleBrokenException("panel.not-quorate", "Those who sit make no quorum: put the item off with reason no-quorum.");
        }

        if (@case.Route.Recipients.Contains(NoticeRecipient.Adopters) && item.AdoptersInvitedOn is null)
        {
            throw new RuleBrokenException("agenda.adopters-not-invited", "Adopters must be invited to the meeting: say when they were.", "adoptersInvitedOn");
        }

        var expected = @case.Route.DecidesEachChild ? @case.Children.Select(child => (Guid?)child.Child).ToHashSet() : [null];
        if (request.Recommendations.Count != expected.Count || !expected.SetEquals(request.Recommendations.Select(each => each.Child)))
        {
            throw new RuleBrokenException(
                "recommendation.children", @case.Route.DecidesEachChild ? "Recommend on each child of the case, once." : "Recommend on the case, once.", "recommendations");
        }

        // The medical adviser advises; the agency adviser is no member. Neither votes.
        var voters = item.Sitting.Count(seat => !seat.IsMedicalAdviser);
        foreach (var each in request.Recommendations)
        {
            if (each.For < 0 || each.Against < 0 || each.Abstained < 0 || each.For + each.Against + each.Abstained != voters)
            {
                throw new RuleBrokenException("recommendation.votes", $"Those for, against and abstaining are the {voters} members who sat.", "recommendations");
            }

            // On numbers and ages the panel advises (Adoption Agencies Regulations 2005, regulation 30A(3)): the terms are the decision's.
            if (each.Terms is not null && !(@case.Route.HasTerms && each.Outcome == PanelOutcome.Yes))
            {
                throw new RuleBrokenException("recommendation.terms", "Terms are advised where people are recommended for approval; nowhere else.", "terms");
            }
        }
    }
}
