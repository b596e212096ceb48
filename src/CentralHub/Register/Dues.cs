namespace Partnership.CentralHub.Register;

/// <summary>What has changed since the run before, by what it was.</summary>
internal sealed class Dues
{
    public Dues(IEnumerable<RegisterDue> rows)
    {
        foreach (var row in rows)
        {
            switch (row.Kind)
            {
                case DueKind.Child:
                    Children.Add(row.Reference!.Value);
                    break;
                case DueKind.Household:
                    Households.Add(row.Reference!.Value);
                    break;
                case DueKind.Answer:
                    Answers.Add(row.Reference!.Value);
                    break;
                case DueKind.Rules:
                    Rules = true;
                    break;
                case DueKind.Interest:
                    Interests.Add(row.Reference!.Value);
                    break;
                case DueKind.Link:
                    Links.Add(row.Reference!.Value);
                    break;
                case DueKind.Publication:
                    Publication = true;
                    break;
                default:
                    Everything = true;
                    break;
            }
        }
    }

    public HashSet<Guid> Children { get; } = [];

    public HashSet<Guid> Households { get; } = [];

    /// <summary>Questions that were answered.</summary>
    public HashSet<Guid> Answers { get; } = [];

    /// <summary>The children whom they are about, once they have been read.</summary>
    public HashSet<Guid> Answered { get; } = [];

    /// <summary>Children in whom somebody is newly interested.</summary>
    public HashSet<Guid> Interests { get; } = [];

    public HashSet<Guid> Links { get; } = [];

    /// <summary>Weights or agreements.</summary>
    public bool Rules { get; }

    public bool Everything { get; }

    /// <summary>What was changed before is to be published.</summary>
    public bool Publication { get; }

    /// <summary>Whether a live link may not be open any longer.</summary>
    public bool MayEndLinks => Everything || Rules || Children.Count > 0 || Households.Count > 0 || Links.Count > 0;

    /// <summary>Whether anything has changed.</summary>
    public bool Changes => Everything || Rules || Children.Count > 0 || Households.Count > 0 || Answers.Count > 0 || Interests.Count > 0 || Links.Count > 0;
}
