using Microsoft.Playwright;

namespace Partnership.Dashboard.Tests;

/// <summary>A browser with one page, and what went wrong in it.</summary>
public sealed class DashboardBrowser : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly string _address;

    public DashboardBrowser(IBrowserContext context, IPage page, string address)
    {
        (_context, Page, _address) = (context, page, address);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Faults.Add(message.Text);
            }
        };
        page.PageError += (_, error) => Faults.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Errors of scripts, and everything that the content security policy forbade.</summary>
    public List<string> Faults { get; } = [];

    public Task<IResponse?> GoAsync(string path) => Page.GotoAsync(_address + path);

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
