using System.Security.Cryptography;
using EdgeAI.Perception.Onnx;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Models;

/// <summary>A file beside a model that holds weights.</summary>
/// <param name="Location">As the model names it.</param>
/// <param name="Sha256">SHA-256 of the file, 64 hexadecimal digits.</param>
internal sealed record ExternalFile(string Location, string Sha256)
{
    private const string Mend = "keep the weights that the model names in its own folder, or save it as one file";

    /// <summary>Holds what a model says of its outside weights against the folder: they must be plain files in it, and as long as their tensors.</summary>
    /// <param name="externals">What the model says.</param>
    /// <param name="modelPath">The model file.</param>
    /// <param name="maxBytes">The most bytes of all of them together.</param>
    /// <param name="files">Each file once.</param>
    /// <param name="problem">What is wrong and the mend; empty on success.</param>
    public static bool TryFind(IReadOnlyList<OnnxExternalData> externals, string modelPath, long maxBytes, out IReadOnlyList<ExternalFile> files, out string problem)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(modelPath))!;
        SortedDictionary<string, long> lengths = new(StringComparer.Ordinal);
        files = [];
        foreach (OnnxExternalData external in externals)
        {
            if (!lengths.TryGetValue(external.Location, out long length))
            {
                string? fault = Measure(folder, external.Location, ref maxBytes, out length);
                if (fault is not null)
                {
                    problem = $"the weights of '{external.Tensor}' in '{external.Location}' {fault}: {Mend}";
                    return false;
                }

                lengths.Add(external.Location, length);
            }

            long needed = external.Length ?? external.Needed ?? 0;
            if (external.Needed is { } bytes && needed != bytes)
            {
                problem = $"the weights of '{external.Tensor}' in '{external.Location}' are {needed} bytes where their shape needs {bytes}: {Mend}";
                return false;
            }

            if (external.Offset > length || needed > length - external.Offset)
            {
                problem = $"the weights of '{external.Tensor}' in '{external.Location}' end at byte {(Int128)external.Offset + needed} where the file has {length}: {Mend}";
                return false;
            }
        }

        return TryHash(folder, lengths, out files, out problem);
    }

    /// <summary>Whether files hold what they held when they were found: OnnxRuntime opens them by their names.</summary>
    /// <param name="files">The files, as they were found.</param>
    /// <param name="folder">The model's folder.</param>
    /// <param name="problem">Which does not, and the mend; empty where all do.</param>
    public static bool AreUnchanged(IReadOnlyList<ExternalFile> files, string folder, out string problem)
    {
        foreach (ExternalFile file in files)
        {
            long rest = long.MaxValue;
            if (Measure(folder, file.Location, ref rest, out long length) is not null
                || !TryHash(folder, new SortedDictionary<string, long>(StringComparer.Ordinal) { [file.Location] = length }, out IReadOnlyList<ExternalFile> now, out _)
                || now[0] != file)
            {
                problem = $"the weights in '{file.Location}' changed while the model was opened: open it again when nobody writes to its folder";
                return false;
            }
        }

        problem = "";
        return true;
    }

    private static string? Measure(string folder, string location, ref long maxBytes, out long length)
    {
        length = 0;
        try
        {
            return PlaceFault(folder, location) ?? LengthFault(Path.Combine(folder, location), ref maxBytes, out length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read ({OnnxRuntimeText.FirstLine(error)})";
        }
    }

    // Every step on the way is looked at: a link in the middle leads out just as well as one at the end.
    private static string? PlaceFault(string folder, string location)
    {
        string[] steps = location.Split('/');
        if (Path.IsPathRooted(location) || location.AsSpan().IndexOfAny('\\', '\0', ':') >= 0 || steps.Any(static step => step is "" or ".."))
        {
            return "lie at no place in the model's folder";
        }

        string place = folder;
        foreach (string step in steps)
        {
            place = Path.Combine(place, step);
            if (new FileInfo(place).LinkTarget is not null)
            {
                return "lie behind a link, which may lead anywhere";
            }
        }

        return File.Exists(place) ? null : "are not there";
    }

    private static string? LengthFault(string path, ref long maxBytes, out long length)
    {
        length = new FileInfo(path).Length;
        maxBytes -= length;
        return length == 0 ? "are empty" : maxBytes < 0 ? $"make the model larger than allowed by {-maxBytes} bytes" : null;
    }

    private static bool TryHash(string folder, SortedDictionary<string, long> lengths, out IReadOnlyList<ExternalFile> files, out string problem)
    {
        List<ExternalFile> hashed = [];
        files = hashed;
        problem = "";
        foreach (string location in lengths.Keys)
        {
            try
            {
                using FileStream file = File.OpenRead(Path.Combine(folder, location));
                hashed.Add(new ExternalFile(location, Convert.ToHexStringLower(SHA256.HashData(file))));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                problem = $"the weights in '{location}' cannot be read ({OnnxRuntimeText.FirstLine(error)}): {Mend}";
                return false;
            }
        }

        return true;
    }
}
