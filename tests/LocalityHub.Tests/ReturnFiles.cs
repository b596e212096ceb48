using System.Net.Http.Headers;
using System.Text;

namespace Partnership.LocalityHub.Tests;

/// <summary>Writes the files of a return, row by row. Invented children only.</summary>
internal sealed class ReturnFiles
{
    public const string HeaderColumns = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB";
    public const string EpisodeColumns = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN";
    public const string PlacedAdoptionColumns = "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED";
    public const string Ad1Columns = "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR";
    public const string PrevPermColumns = "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM";

    private readonly Dictionary<string, List<string>> _files = new()
    {
        ["header.csv"] = [HeaderColumns],
        ["episodes.csv"] = [EpisodeColumns],
        ["placed_adoption.csv"] = [PlacedAdoptionColumns],
        ["ad1.csv"] = [Ad1Columns],
        ["prev_perm.csv"] = [PrevPermColumns],
    };

    private readonly Dictionary<string, byte[]> _others = [];

    public ReturnFiles Header(string child, string dob, string upn = "UN1") => Add("header.csv", $"{child},F,{dob},WBRI,{upn},0,");

    /// <summary>An episode: the open ones have neither DEC nor REC.</summary>
    public ReturnFiles Episode(
        string child, string decom, string rne, string ls, string place, string dec = "", string rec = "", string change = "", string urn = "SC000001") =>
        Add("episodes.csv", $"{child},{decom},{rne},{ls},N1,{place},{(place.StartsWith('A') ? "PR1" : "PR1")},{dec},{rec},{change},ST16 2LH,ST17 4AA,{urn}");

    public ReturnFiles Decision(string child, string dob, string decided, string ceased = "", string reason = "") =>
        Add("placed_adoption.csv", $"{child},{dob},{decided},{ceased},{reason}");

    public ReturnFiles Adoption(string child, string dob, string decided, string match, string fosterCare = "0") =>
        Add("ad1.csv", $"{child},{dob},{decided},{match},{fosterCare},2,MF,L11");

    public ReturnFiles NoPreviousPermanence(string child, string dob) => Add("prev_perm.csv", $"{child},{dob},Z1,,");

    /// <summary>A line as it stands.</summary>
    public ReturnFiles Add(string file, string line)
    {
        _files[file].Add(line);
        return this;
    }

    /// <summary>A file as it stands.</summary>
    public ReturnFiles AddFile(string name, byte[] bytes)
    {
        _others.Add(name, bytes);
        return this;
    }

    /// <summary>Leaves a table out of the upload.</summary>
    public ReturnFiles Without(params string[] files)
    {
        foreach (var file in files)
        {
            _files.Remove(file);
        }

        return this;
    }

    /// <summary>A child who waits: in care since 5 January 2024, decision on 1 June, placement order on 20 August.</summary>
    public ReturnFiles Waiting(string child, string dob = "03/02/2022") => Header(child, dob)
        .NoPreviousPermanence(child, dob)
        .Episode(child, "05/01/2024", "S", "C1", "U6", "20/08/2024", "X1")
        .Episode(child, "20/08/2024", "L", "E1", "U6")
        .Decision(child, dob, "01/06/2024");

    /// <summary>A child adopted on 20 February 2025: 30 days from placement order to match, 269 from entry to placed.</summary>
    public ReturnFiles Adopted(string child, string dob = "03/02/2022") => Header(child, dob)
        .NoPreviousPermanence(child, dob)
        .Episode(child, "05/01/2024", "S", "C1", "U6", "20/07/2024", "X1")
        .Episode(child, "20/07/2024", "L", "E1", "U6", "30/09/2024", "X1", "PLAN")
        .Episode(child, "30/09/2024", "P", "E1", "A6", "20/02/2025", "E12")
        .Decision(child, dob, "01/06/2024")
        .Adoption(child, dob, "01/06/2024", "19/08/2024");

    public MultipartFormDataContent ToContent() => ToContent("files");

    /// <param name="part">What each part is called: a year, or anything else.</param>
    public MultipartFormDataContent ToContent(string part)
    {
        var content = new MultipartFormDataContent();
        foreach (var (name, bytes) in _files.Select(file => (file.Key, Encoding.UTF8.GetBytes(string.Join("\r\n", file.Value) + "\r\n")))
            .Concat(_others.Select(file => (file.Key, file.Value))))
        {
            var file = new ByteArrayContent(bytes);
            file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
            content.Add(file, part, name);
        }

        return content;
    }
}
