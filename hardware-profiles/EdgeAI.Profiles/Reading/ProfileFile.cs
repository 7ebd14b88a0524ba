namespace EdgeAI.Profiles.Reading;

/// <summary>Reads a file that may be missing, huge, endless or not a file at all.</summary>
internal static class ProfileFile
{
    /// <summary>Reads all of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maximumBytes">The most bytes that are read.</param>
    /// <param name="problem">What is wrong and the mend, where nothing is returned.</param>
    /// <returns>The bytes, null where the file cannot be read or is too long.</returns>
    public static byte[]? Read(string path, int maximumBytes, out string problem)
    {
        problem = "";
        try
        {
            if (Directory.Exists(path))
            {
                problem = "is a folder; give the path of a *.profile.json file in it";
                return null;
            }

            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            byte[] bytes = new byte[Math.Min(file.Length, maximumBytes) + 1];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            while (length == bytes.Length && length <= maximumBytes)
            {
                // The file grew while it was read, or it does not know its length (a pipe, a device).
                Array.Resize(ref bytes, Math.Min((bytes.Length * 2) + 4096, maximumBytes + 1));
                length += file.ReadAtLeast(bytes.AsSpan(length), bytes.Length - length, throwOnEndOfStream: false);
            }

            if (length > maximumBytes)
            {
                problem = $"is longer than the {maximumBytes} bytes that a profile may have; give a *.profile.json file";
                return null;
            }

            return bytes.AsSpan(0, length).ToArray();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            problem = "there is no such file; check the path, or start from hardware-profiles/desktop.profile.json";
        }
        catch (UnauthorizedAccessException)
        {
            problem = "may not be read by this user; grant read permission (chmod +r)";
        }
        catch (Exception error) when (error is IOException or ArgumentException or NotSupportedException)
        {
            problem = $"cannot be read ({error.Message.ReplaceLineEndings(" ")}); check the path and the disk";
        }

        return null;
    }
}
