using System.Numerics.Tensors;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Heads;

/// <summary>
/// Heatmaps of one person's joints (HRNet and simple baselines, lib/core/inference.py, get_max_preds and get_final_preds): the highest place of each map, moved
/// a quarter of a cell towards its higher neighbour. Found is one person: all joints, the mean of their scores, and a box around those above the threshold.
/// </summary>
internal sealed class KeypointHead : IDetectionHead
{
    private const float Quarter = 0.25f;

    private readonly int _columns;
    private readonly int _rows;
    private readonly float _scaleX;
    private readonly float _scaleY;
    private readonly float _threshold;
    private readonly Landmark[] _joints;

    /// <summary>Takes what the table checked.</summary>
    public KeypointHead(HeadSetting setting)
    {
        IReadOnlyList<int> shape = setting.Graph.Outputs[0].Shape;
        _joints = new Landmark[shape[1]];
        _rows = shape[2];
        _columns = shape[3];
        _scaleX = (float)setting.Graph.Width / _columns;
        _scaleY = (float)setting.Graph.Height / _rows;
        _threshold = setting.ScoreThreshold;
    }

    /// <inheritdoc/>
    public int LandmarksEach => _joints.Length;

    /// <inheritdoc/>
    public void Decode(ITensorOutputs outputs, DetectionList found)
    {
        ReadOnlySpan<float> maps = outputs.Output(0);
        int cells = _rows * _columns;
        float sum = 0;
        Detection box = new(float.MaxValue, float.MaxValue, 0, 0, 0, 0);
        for (int joint = 0; joint < _joints.Length; joint++)
        {
            Landmark landmark = Read(maps.Slice(joint * cells, cells));
            _joints[joint] = landmark;
            sum += landmark.Score;
            if (landmark.Score > _threshold)
            {
                box = new Detection(
                    Math.Min(box.Left, landmark.X - (_scaleX / 2)),
                    Math.Min(box.Top, landmark.Y - (_scaleY / 2)),
                    Math.Max(box.Right, landmark.X + (_scaleX / 2)),
                    Math.Max(box.Bottom, landmark.Y + (_scaleY / 2)),
                    0,
                    0);
            }
        }

        found.Clear();
        if (box.Right > box.Left)
        {
            found.Add(box with { Score = sum / _joints.Length }, _joints);
        }
    }

    /// <summary>One map's peak in the tensor's pixels; a map without a positive number has the score 0.</summary>
    private Landmark Read(ReadOnlySpan<float> map)
    {
        int peak = TensorPrimitives.IndexOfMax(map);
        float score = map[peak];
        if (!(score > 0) || !float.IsFinite(score))
        {
            return new Landmark(0, 0, 0);
        }

        int column = peak % _columns;
        int row = peak / _columns;
        float x = column;
        float y = row;
        if (column > 1 && row > 1 && column < _columns - 1 && row < _rows - 1)
        {
            x += StepTowards(map[peak - 1], map[peak + 1]);
            y += StepTowards(map[peak - _columns], map[peak + _columns]);
        }

        // A cell stands for the pixel at its number times the scale; half a pixel on is that pixel's middle.
        return new Landmark((x * _scaleX) + 0.5f, (y * _scaleY) + 0.5f, Math.Min(score, 1));
    }

    private static float StepTowards(float before, float after) => after > before ? Quarter : before > after ? -Quarter : 0;
}
