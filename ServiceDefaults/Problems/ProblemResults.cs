using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Partnership.ServiceDefaults.Problems;

/// <summary>Problem details (RFC 9457) as typed results of endpoints, each with a stable <c>code</c>.</summary>
public static class Problems
{
    /// <summary>404: it does not exist, or not for this caller; the two look the same.</summary>
    /// <param name="code">Stable code, such as <c>child.not-found</c>.</param>
    /// <param name="detail">A sentence that does not tell whether the thing exists elsewhere.</param>
    public static ProblemHttpResult NotFound(string code = "resource.not-found", string? detail = null) =>
        TypedResults.Problem(ProblemTypes.NotFound(code, detail));

    /// <summary>Any other refusal.</summary>
    /// <param name="status">HTTP status, 400 to 599.</param>
    /// <param name="code">Stable code, lower-case kebab with a dot after the noun.</param>
    /// <param name="detail">What is wrong, without personal data.</param>
    /// <param name="field">The field, parameter or header at fault, where there is one.</param>
    /// <param name="next">What to do next, where the detail does not say.</param>
    public static ProblemHttpResult Problem(int status, string code, string detail, string? field = null, string? next = null) =>
        TypedResults.Problem(ProblemTypes.Make(status, code, detail, field, next));
}
