using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.AdoptionSupportFund.Providers;

/// <summary>What the register says of a provider.</summary>
/// <param name="Name">The name under which it trades: 2 to 100 letters, digits, spaces and &amp; ' . , ( ) -.</param>
/// <param name="Status">registered-support-agency, voluntary-adoption-agency, local-authority, health-service, contracted-individual or not-established.</param>
/// <param name="RegistrationReference">Ofsted's number, or that of a professional body.</param>
/// <param name="IsActive">Whether new applications may name it.</param>
/// <param name="HoursAMonth">Its capacity, where it has said.</param>
/// <param name="Therapies">What it offers, with the rate agreed.</param>
/// <param name="Areas">Councils in whose area it works; none for all.</param>
/// <param name="Checks">The last check of each kind, and when it is to be renewed.</param>
internal sealed record ProviderContent(
    string Name,
    RegulatedStatus Status,
    string? RegistrationReference,
    bool IsActive,
    int? HoursAMonth,
    IReadOnlyList<ProviderContent.Therapy> Therapies,
    IReadOnlyList<CouncilCode> Areas,
    IReadOnlyList<ProviderContent.Check> Checks)
{
    /// <param name="Code">A code of the rule packs.</param>
    /// <param name="RatePence">Pence an hour; null when no rate was agreed.</param>
    public sealed record Therapy(string Code, long? RatePence);

    /// <param name="Kind">enhanced-disclosure, professional-registration, insurance or safeguarding-training.</param>
    /// <param name="CheckedOn">When it was seen.</param>
    /// <param name="RefreshDue">Until when it holds.</param>
    public sealed record Check(ProviderCheckKind Kind, DateOnly CheckedOn, DateOnly RefreshDue);

    /// <exception cref="InvalidRequestException">Something cannot be meant; names the field.</exception>
    public void Validate(Rulebook rules)
    {
        Demand(
            Name.Length is >= 2 and <= 100 && Name.Trim() == Name && Name.All(letter => char.IsLetterOrDigit(letter) || " &'.,()-".Contains(letter, StringComparison.Ordinal)),
            "provider.name", "name is 2 to 100 letters, digits, spaces and & ' . , ( ) -.", "name");
        Demand(RegistrationReference is null || Codes.Reference().IsMatch(RegistrationReference), "provider.registration", $"registrationReference is {Codes.ReferenceForm}.", "registrationReference");
        Demand(HoursAMonth is null or (>= 0 and <= 10_000), "provider.capacity", "hoursAMonth is 0 to 10000.", "hoursAMonth");
        Demand(
            Therapies.Count <= 60 && Therapies.All(therapy => therapy is not null && rules.Knows(therapy.Code) && therapy.RatePence is null or (> 0 and <= 100_000)) && Therapies.DistinctBy(therapy => therapy.Code).Count() == Therapies.Count,
            "provider.therapies", "therapies names codes of the rule packs, each once, with 1 to 100000 pence an hour or none.", "therapies");
        Demand(Areas.Count <= 200 && Areas.Distinct().Count() == Areas.Count && Areas.All(area => area != default), "provider.areas", "areas names councils, each once.", "areas");
        Demand(
            Checks.All(check => check is not null && check.RefreshDue > check.CheckedOn && check.CheckedOn.Year >= 2000 && check.RefreshDue.Year <= 2060) && Checks.DistinctBy(check => check.Kind).Count() == Checks.Count,
            "provider.checks", "checks names each kind once, to be renewed later than it was seen.", "checks");
    }

    private static void Demand(bool holds, string code, string detail, string field)
    {
        if (!holds)
        {
            throw new InvalidRequestException(code, detail, field);
        }
    }
}
