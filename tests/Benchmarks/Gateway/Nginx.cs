using System.Diagnostics;
using System.Globalization;
using Partnership.TestSupport;

namespace Partnership.Benchmarks.Gateway;

/// <summary>nginx with one worker that passes everything on over kept-alive connections: what a proxy that is not of .NET does.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly Process _master;
    private readonly DirectoryInfo _folder;

    private Nginx(Process master, DirectoryInfo folder, string url, int workerId) => (_master, _folder, Url, WorkerId) = (master, folder, url, workerId);

    public string Url { get; }

    /// <summary>The process that does the work.</summary>
    public int WorkerId { get; }

    /// <summary>Null where it is not installed. Debian keeps it where only root's path looks.</summary>
    public static string? Find() => $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin".Split(':').Select(folder => Path.Combine(folder, "nginx")).FirstOrDefault(File.Exists);

    public static async Task<Nginx> StartAsync(string program, string url, string upstreamUrl)
    {
        var folder = Directory.CreateTempSubdirectory("nginx-bench-");
        var configuration = Path.Combine(folder.FullName, "nginx.conf");
        await File.WriteAllTextAsync(configuration, $$"""
            daemon off; worker_processes 1; pid {{folder.FullName}}/pid; error_log /dev/null crit;
            events { worker_connections 1024; }
            http {
              access_log off; client_body_temp_path {{folder.FullName}}; proxy_temp_path {{folder.FullName}}; fastcgi_temp_path {{folder.FullName}};
              uwsgi_temp_path {{folder.FullName}}; scgi_temp_path {{folder.FullName}}; keepalive_requests 100000000;
              upstream one { server {{new Uri(upstreamUrl).Authority}}; keepalive 128; keepalive_requests 100000000; }
              server { listen {{new Uri(url).Authority}}; location / { proxy_pass http://one; proxy_http_version 1.1; proxy_set_header Connection ""; } }
            }
            """);
        var master = Process.Start(new ProcessStartInfo(program, ["-p", folder.FullName, "-c", configuration]))!;
        string workers = string.Empty;
        await Eventually.TrueAsync(
            async () => (workers = await File.ReadAllTextAsync($"/proc/{master.Id}/task/{master.Id}/children")).Length > 0, "nginx's worker");
        return new Nginx(master, folder, url, int.Parse(workers.Split(' ')[0], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        _master.Kill(entireProcessTree: true);
        await _master.WaitForExitAsync();
        _master.Dispose();
        _folder.Delete(recursive: true);
    }
}
