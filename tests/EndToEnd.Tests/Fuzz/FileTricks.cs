using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Partnership.EndToEnd.Tests.Fuzz;

/// <summary>What can be done with uploads: the envelope, the names, the files.</summary>
internal static class FileTricks
{
    private const string Boundary = "fuzzed-boundary";

    public static IReadOnlyList<Trick> All { get; } =
    [
        new("files: boundary", TakesFiles, (draft, hostility) =>
        {
            var boundary = hostility.Pick(
                "", ";boundary=", "; boundary=\"\"", $"; boundary={new string('b', 80)}", $"; boundary={hostility.Marker}", "; boundary=\"a\u00e9\"", "; boundary=a; boundary=b", "; boundary=\" \"", $"; boundary=--{hostility.Marker}");
            draft.Set("Content-Type", "multipart/form-data" + boundary);
            draft.MayBeRefusedBare = boundary.Any(letter => letter > 127);
            draft.MustBeRefused = true;
        }),
        new("files: of another kind", TakesFiles, (draft, hostility) =>
        {
            draft.Set("Content-Type", draft.Header("Content-Type")!.Replace("form-data", hostility.Pick("mixed", "related", hostility.Marker), StringComparison.Ordinal));
            draft.MustBeRefused = true;
        }),
        new("files: cut off", TakesFiles, (draft, hostility) =>
        {
            draft.Body = draft.Body![..hostility.Random.Next(draft.Body!.Length - 10)];
            draft.MustBeRefused = true;
        }),
        new("files: none", TakesFiles, (draft, hostility) => Send(draft, mustBeRefused: true, hostility.Pick<byte[]>([], Part($"form-data; name=\"{hostility.Marker}\"", [], "x"u8.ToArray())))),
        new("files: name", TakesFiles, (draft, hostility) =>
        {
            var m = hostility.Marker;
            var name = hostility.Pick(
                $"filename=\"../../../../etc/passwd{m}\"", $"filename=\"..\\..\\{m}.csv\"", $"filename=\"/etc/{m}\"", $"filename=\"C:\\{m}\"", $"filename=\"{m}\0.csv\"", $"filename=\"{new string('n', 5_000)}{m}.csv\"",
                $"filename=\"{m}\\\".csv\"", $"filename={m};;;", $"filename*=UTF-8''{m}%00%0d%0aX-Injected:%201", $"filename*=x-unknown'en'{m}", $"filename*=UTF-8''%ff%fe{m}", $"filename*=UTF-8''{m}; filename=\"other.csv\"",
                $"filename=\"\u202e{m}vsc.exe\"", $"filename=\"👩‍👧{m}.csv\"", $"filename=\"{m}.csv\"; filename=\"{m}2.csv\"", "filename=\"\"", "filename=\".\"", "filename=\"..\"", $"filename=\"=cmd|'/C calc'!A0{m}.csv\"", $"filename=\"<img src=x onerror={m}>.csv\"",
                $"filename=\"{string.Concat(Enumerable.Repeat("😀", 100))}{m}\"", $"filename=\"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(m))}?=\"", "filename=\"CON.csv\"");
            Send(draft, mustBeRefused: false, Part($"form-data; name=\"files\"; {name}", [], Rows(hostility)));
        }),
        new("files: a part's headers", TakesFiles, (draft, hostility) =>
        {
            var m = hostility.Marker;
            var header = hostility.Pick(
                "Content-Transfer-Encoding: base64", "Content-Encoding: gzip", $"Content-Type: text/csv; charset={m}", $"Content-Type: {m}", $"X-{m}: {new string('x', 3_000)}", $"X {m}: y", $"{m}", $": {m}", $"Content-Disposition: form-data; name=\"files\"; filename=\"{m}.csv\"",
                $"Content-Length: {m}", $"X-Long: {new string('x', 40_000)}{m}", string.Join("\r\n", Enumerable.Range(0, 40).Select(i => $"X-{i}: {m}")), $"X-Nul: \0{m}");
            Send(draft, mustBeRefused: false, Part("form-data; name=\"files\"; filename=\"header.csv\"", [header], Rows(hostility)));
        }),
        new("files: no disposition", TakesFiles, (draft, hostility) => Send(draft, mustBeRefused: true, Encoding.UTF8.GetBytes($"\r\n{hostility.Marker}\r\n"))),
        new("files: many", TakesFiles, (draft, hostility) => Send(draft, mustBeRefused: true, [.. Enumerable.Range(0, 60).Select(i => Part($"form-data; name=\"files\"; filename=\"{hostility.Marker}{i}.csv\"", [], "CHILD\r\n"u8.ToArray()))])),
        new("files: within files", TakesFiles, (draft, hostility) => Send(draft, mustBeRefused: false, Part(
            "form-data; name=\"files\"", [$"Content-Type: multipart/mixed; boundary={hostility.Marker}"],
            Encoding.UTF8.GetBytes($"--{hostility.Marker}\r\nContent-Disposition: file; filename=\"header.csv\"\r\n\r\nCHILD\r\n--{hostility.Marker}--")))),
        new("files: text before and after", TakesFiles, (draft, hostility) =>
        {
            draft.Body = [.. Encoding.UTF8.GetBytes(hostility.Pick(hostility.Marker, new string('p', 50_000)) + "\r\n"), .. draft.Body!, .. Encoding.UTF8.GetBytes(hostility.Marker)];
        }),
        new("files: content", TakesFiles, (draft, hostility) => Send(
            draft, mustBeRefused: false, Part($"form-data; name=\"files\"; filename=\"{hostility.Pick("header.csv", "episodes.csv", "placed_adoption.csv", "prev_perm.csv", $"{hostility.Marker}.csv", "903.xml", "903.xlsx", "903.zip")}\"", [], Content(hostility)))),
        new("files: the same twice", TakesFiles, (draft, hostility) =>
        {
            var part = Part("form-data; name=\"files\"; filename=\"header.csv\"", [], Rows(hostility));
            Send(draft, mustBeRefused: false, part, part);
        }),
    ];

    private static bool TakesFiles(OperationShape shape) => shape.HasFiles;

    private static void Send(Draft draft, bool mustBeRefused, params byte[][] parts)
    {
        draft.Set("Content-Type", $"multipart/form-data; boundary={Boundary}");
        draft.Body = [.. parts.SelectMany(part => (byte[])[.. Encoding.ASCII.GetBytes($"--{Boundary}\r\n"), .. part, .. "\r\n"u8]), .. Encoding.ASCII.GetBytes($"--{Boundary}--\r\n")];
        draft.MustBeRefused |= mustBeRefused;
    }

    private static byte[] Part(string disposition, IEnumerable<string> headers, byte[] content) =>
        [.. Encoding.UTF8.GetBytes($"Content-Disposition: {disposition}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n"), .. content];

    private static byte[] Rows(Hostility hostility) => Encoding.UTF8.GetBytes($"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n{hostility.Marker},F,03/02/2012,WBRI,UN1,0,\r\n");

    private static byte[] Content(Hostility hostility)
    {
        var m = hostility.Marker;
        const string Header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n";
        return hostility.Random.Next(18) switch
        {
            0 => [],
            1 => Encoding.UTF8.GetBytes(Header),
            2 => [0xff, 0xfe, .. Encoding.Unicode.GetBytes($"{Header}{m},F,03/02/2012,WBRI,UN1,0,\r\n")],
            3 => [.. Encoding.UTF8.GetBytes(Header), 0xff, 0xfe, 0xc3, 0x28, .. Encoding.UTF8.GetBytes($"{m},F,03/02/2012,WBRI,UN1,0,\r\n")],
            4 => Encoding.UTF8.GetBytes($"{Header}{m}\0,F,03/02/2012,WBRI,UN1,0,\r\n"),
            5 => Encoding.UTF8.GetBytes($"{Header}\"{m},F,03/02/2012,WBRI,UN1,0,\r\n"),
            6 => Encoding.UTF8.GetBytes($"{Header}{m},{new string('F', 200_000)},03/02/2012\r\n"),
            7 => Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"C{i}")) + $"\r\n{m}\r\n"),
            8 => Encoding.UTF8.GetBytes($"{Header}=HYPERLINK(\"http://{m}.example\"),+1,-1,@SUM(1),\t,\r,\n\r\n"),
            9 => Encoding.UTF8.GetBytes($"{Header}{m},F,99/99/9999,WBRI,UN1,0,\r\n{m},F,00/00/0000,WBRI,UN1,0,\r\n{m},F,31/02/2012,WBRI,UN1,0,\r\n"),
            10 => Encoding.UTF8.GetBytes($"<?xml version=\"1.0\"?><!DOCTYPE m [<!ENTITY a \"{m}\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]><m>&b;&x;</m>"),
            11 => Zipped(m),
            12 => Enumerable.Range(0, 20_000).Select(i => (byte)(i * 7919 % 256)).Concat(Encoding.ASCII.GetBytes(m)).ToArray(),
            13 => Encoding.UTF8.GetBytes(Header.ToLowerInvariant() + string.Concat(Enumerable.Range(0, 2_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{m}{i},F,03/02/2012,WBRI,UN1,0,\n")))),
            14 => Encoding.UTF8.GetBytes($"CHILD,CHILD,DOB,DOB\r\n{m},{m},03/02/2012,04/02/2012\r\n"),
            15 => Encoding.UTF8.GetBytes(new string('"', 50_001) + m),
            16 => Encoding.UTF8.GetBytes($"{Header.TrimEnd()}\r{m},F,03/02/2012,WBRI,UN1,0,\r"),
            _ => Encoding.UTF8.GetBytes($"{Header}{hostility.Text.Replace("@lone@", "\ufffd", StringComparison.Ordinal)},F,03/02/2012,WBRI,UN1,0,\r\n"),
        };
    }

    private static byte[] Zipped(string marker)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry($"../../{marker}.csv").Open();
            entry.Write(new byte[1_000_000]);
        }

        return bytes.ToArray();
    }
}
