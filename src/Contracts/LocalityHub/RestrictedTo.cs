using System.Text.Json.Serialization;

namespace Partnership.Contracts.LocalityHub;

/// <summary>
/// Who of a council's people may see what the services that councils share hold of a restricted record: of the roles that read it there those that its guardian has listed, and the guardian.
/// Why it is restricted stays in the hub.
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

    /// <summary>Social workers see it.</summary>
    SocialWorker = 8,

    /// <summary>Family finders see it.</summary>
    FamilyFinder = 16,

    /// <summary>Those who recruit and keep households see it.</summary>
    Recruitment = 32,

    /// <summary>Panel advisers see it.</summary>
    PanelAdviser = 64,

    /// <summary>Members of the panel see it.</summary>
    PanelMember = 128,

    /// <summary>Those who preside over the panel see it.</summary>
    PanelChair = 256,

    /// <summary>Decision makers see it.</summary>
    DecisionMaker = 512,

    /// <summary>The council's case systems see it: they read the council's figures.</summary>
    CaseSystem = 1024,
}
