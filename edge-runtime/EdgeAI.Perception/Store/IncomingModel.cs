using System.Text.Json;
using EdgeAI.Perception.Models;

namespace EdgeAI.Perception.Store;

/// <summary>A model that a store is about to take: opened once in a session, so that what no session runs never gets in.</summary>
internal sealed class IncomingModel
{
    private readonly FileInfo[] _files;
    private readonly byte[]? _card;

    private IncomingModel(string source, string digest, FileInfo[] files, byte[]? card)
    {
        Source = source;
        Digest = digest;
        _files = files;
        _card = card;
    }

    /// <summary>Where it lies.</summary>
    public string Source { get; }

    /// <summary>SHA-256 of the graph, 64 lower-case hexadecimal digits.</summary>
    public string Digest { get; }

    /// <summary>Bytes of all of its files.</summary>
    public long Bytes => _files.Sum(static file => file.Length) + (_card?.Length ?? 0);

    /// <summary>Looks at a folder or a file.</summary>
    /// <param name="source">A folder with a card, or an ONNX file, which gets a card that pins it.</param>
    /// <param name="name">The model's name, for a card that is made.</param>
    /// <param name="options">How much is taken.</param>
    /// <param name="incoming">The model, or null.</param>
    /// <param name="problem">One line that names the thing and the mend; empty on success.</param>
    public static bool TryRead(string source, string name, StoreOptions options, out IncomingModel? incoming, out string problem)
    {
        incoming = null;
        bool isFile = File.Exists(source);
        Model? model;
        bool opened = isFile
            ? Model.OpenFile(source, new ModelOptions(), out model, out problem) == ModelRefusal.None
            : Model.TryOpen(source, new ModelOptions(), out model, out problem);
        if (!opened)
        {
            return false;
        }

        string digest = Convert.ToHexStringLower(model!.Digest);
        model.Dispose();
        FileInfo[] files = isFile ? [.. FilesOf(source)] : [.. new DirectoryInfo(source).EnumerateFiles().Take(options.MaxFiles + 1)];
        if (files.Length > options.MaxFiles || Array.Exists(files, file => file.Length > options.MaxFileBytes))
        {
            problem = $"{source}: holds more than {options.MaxFiles} files, or one of more than {options.MaxFileBytes} bytes: name the model's own folder";
            return false;
        }

        incoming = new IncomingModel(source, digest, files, isFile ? CardOf(name, Path.GetFileName(source), digest) : null);
        return true;
    }

    /// <summary>Puts its files into a store.</summary>
    public IEnumerable<StoredFile> Put(ObjectFolder objects)
    {
        foreach (FileInfo file in _files)
        {
            using FileStream stream = file.OpenRead();
            yield return objects.Put(file.Name, stream);
        }

        if (_card is not null)
        {
            using MemoryStream stream = new(_card);
            yield return objects.Put(ModelCard.FileName, stream);
        }
    }

    /// <summary>The file, and the files beside it that hold its weights.</summary>
    private static IEnumerable<FileInfo> FilesOf(string path)
    {
        yield return new FileInfo(path);
        if (ModelSource.Read(path, ModelCard.Of(path), path, new ModelOptions().MaxFileBytes, out ModelSource? read, out _) == ModelRefusal.None)
        {
            foreach (ExternalFile external in read!.Externals)
            {
                yield return new FileInfo(Path.Combine(read.Folder, external.Location));
            }
        }
    }

    private static byte[] CardOf(string name, string file, string digest)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("format", ModelCard.ShortFormat);
            writer.WriteString("name", name);
            writer.WriteString("file", file);
            writer.WriteString("sha256", digest);
            writer.WriteEndObject();
        }

        return text.ToArray();
    }
}
