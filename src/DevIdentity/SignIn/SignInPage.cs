using System.Text;
using System.Text.Encodings.Web;
using Partnership.DevIdentity.Users;

namespace Partnership.DevIdentity.SignIn;

/// <summary>The sign-in page: people by council, a button each; works without scripts, by keyboard and by screen reader.</summary>
internal static class SignInPage
{
    private const string Style = """
        :root { color-scheme: light; }
        body { font: 1.1rem/1.5 "Segoe UI", system-ui, sans-serif; color: #0b0c0c; background: #f3f2f1; margin: 0; }
        header { background: #1d3b5c; color: #fff; padding: 1rem 1.5rem; border-bottom: .4rem solid #f5b335; }
        main { max-width: 46rem; margin: 0 auto; padding: 1.5rem; }
        h1 { font-size: 1.8rem; margin: .2rem 0 .8rem; } h2 { font-size: 1.25rem; margin: 0; display: inline; }
        .notice { border-left: .4rem solid #f5b335; background: #fff; padding: .8rem 1rem; }
        .error { border: .2rem solid #b10e1e; background: #fff; padding: .8rem 1rem; font-weight: 600; }
        details { background: #fff; margin: .8rem 0; padding: .8rem 1rem; border: 1px solid #b1b4b6; }
        summary { cursor: pointer; } ul { list-style: none; padding: 0; margin: .8rem 0 0; }
        li { margin: .4rem 0; } code { font-size: .9em; color: #484949; }
        button { font: inherit; width: 100%; text-align: left; padding: .6rem .8rem; border: 2px solid #1d3b5c; background: #fff; color: #1d3b5c; cursor: pointer; }
        button:hover { background: #e6eef6; } button:focus, summary:focus { outline: .2rem solid #f5b335; outline-offset: 2px; }
        """;

    public static string Render(string region, AuthorizationRequest request, IReadOnlyList<SeededUser> users, string? error)
    {
        var html = Begin("Choose who to sign in as");
        if (error is not null)
        {
            html.Append("<p class=\"error\" role=\"alert\">").Append(Encode(error)).Append("</p>");
        }

        html.Append("<h1>Choose who to sign in as</h1><p class=\"notice\">These people of <strong>").Append(Encode(region))
            .Append("</strong> are invented. There are no passwords: this page exists on developers’ machines only.</p>")
            .Append("<form method=\"post\" action=\"/connect/authorize\">");
        foreach (var (name, value) in request.Fields())
        {
            if (value is not null)
            {
                html.Append("<input type=\"hidden\" name=\"").Append(name).Append("\" value=\"").Append(Encode(value)).Append("\">");
            }
        }

        var open = " open";
        foreach (var group in users.GroupBy(user => user.Group))
        {
            html.Append("<details").Append(open).Append("><summary><h2>").Append(Encode(group.Key)).Append("</h2></summary><ul>");
            foreach (var user in group)
            {
                html.Append("<li><button type=\"submit\" name=\"user\" value=\"").Append(Encode(user.Id)).Append("\"><strong>")
                    .Append(Encode(user.Name)).Append("</strong>, ").Append(Encode(user.Role.Replace('-', ' ')))
                    .Append("<br><code>").Append(Encode(user.Id)).Append("</code></button></li>");
            }

            html.Append("</ul></details>");
            open = string.Empty;
        }

        return html.Append("</form></main></body></html>").ToString();
    }

    public static string Refusal(string reason) =>
        Begin("Sign-in refused").Append("<h1>Sign-in refused</h1><p class=\"error\" role=\"alert\">").Append(Encode(reason)).Append("</p></main></body></html>").ToString();

    private static StringBuilder Begin(string title) => new StringBuilder()
        .Append("<!DOCTYPE html><html lang=\"en-GB\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
        .Append(title).Append(" – Partnership</title><style>").Append(Style)
        .Append("</style></head><body><header>Partnership: development sign-in</header><main>");

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
