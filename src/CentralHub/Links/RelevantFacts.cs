using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Links;

/// <summary>
/// The facts on which it depends whether a household and a search are worth another look, as one number: who, what age, what plan and what
/// needs; what approval, what numbers, what ages and what answers. Neither evidence nor what comes and goes by itself, such as a hold.
/// </summary>
internal static class RelevantFacts
{
    public static Guid Of(IEnumerable<ChildProfiled> children, HouseholdOffered household)
    {
        var facts = JsonSerializer.Serialize(
            new
            {
                Children = children.OrderBy(child => child.Reference)
                    .Select(child => new { child.Reference, child.Plan, child.Age, child.Siblings, child.Needs, child.EarlyPermanence }),
                Household = new
                {
                    household.Approval,
                    household.Routes,
                    household.NumbersYes,
                    household.NumbersCouldConsider,
                    household.AgesYes,
                    household.AgesCouldConsider,
                    household.Offers,
                },
            },
            MessageJson.Options);
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(facts)).AsSpan(0, 16), bigEndian: true);
    }
}
