using System.Text.Json.Serialization;

namespace Partnership.Contracts.LocalityHub;

/// <summary>
/// Who of a council's support staff may see a restricted record, wherever its rows are: the roles that its guardian has listed, and the guardian. Why it is restricted stays in the hub.
/// </summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<RestrictedTo>))]
public enum RestrictedTo
{
    /// <summary>The record is not restricted.</summary>
    None = 0,

    /// <summary>It is restricted; the Caldicott guardian sees it always, and nobody besides unless another flag says so.</summary>
    CaldicottGuardian = 1,

    /// <summary>Support workers see it.</summary>
    SupportWorker = 2,

    /// <summary>Those who apply to the support fund see it.</summary>
    SupportFund = 4,
}
