using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Heads;

/// <summary>
/// YuNet (OpenCV 4.8 and later, modules/objdetect/src/face_detect.cpp, postProcess): for each of three grids class, objectness, box and five landmarks, all
/// relative to the cell. The score is the root of class times objectness; the landmarks are right eye, left eye, nose, right and left corner of the mouth, as
/// the person has them.
/// </summary>
internal sealed class YuNetHead : IDetectionHead
{
    private const int Landmarks = 5;

    private readonly GridLevel[] _levels;
    private readonly int[,] _outputs;
    private readonly float _threshold;
    private readonly float _reach;
    private readonly BoxSuppression _suppression;
    private readonly Landmark[] _points = new Landmark[Landmarks];

    /// <summary>Takes what the table checked.</summary>
    public YuNetHead(HeadSetting setting)
    {
        _levels = GridLevel.Of(setting.Strides, setting.Graph.Width, setting.Graph.Height);
        _outputs = YuNetShape.OutputsOf(setting.Graph, setting.Strides)!;
        _threshold = setting.ScoreThreshold;
        _reach = 2 * Math.Max(setting.Graph.Width, setting.Graph.Height);
        _suppression = setting.Suppression(_levels[^1].End);
    }

    /// <inheritdoc/>
    public int LandmarksEach => Landmarks;

    /// <inheritdoc/>
    public void Decode(ITensorOutputs outputs, DetectionList found)
    {
        _suppression.Clear();
        for (int index = 0; index < _levels.Length; index++)
        {
            Read(index, outputs);
        }

        _suppression.Suppress();
        found.Clear();
        for (int place = 0; place < _suppression.KeptCount; place++)
        {
            ReadLandmarks(outputs, _suppression.SourceOf(place));
            found.Add(_suppression[place], _points);
        }
    }

    private void Read(int index, ITensorOutputs outputs)
    {
        GridLevel level = _levels[index];
        ReadOnlySpan<float> classes = outputs.Output(_outputs[YuNetShape.Class, index]);
        ReadOnlySpan<float> objects = outputs.Output(_outputs[YuNetShape.Objectness, index]);
        ReadOnlySpan<float> boxes = outputs.Output(_outputs[YuNetShape.Box, index]);
        float least = _threshold * _threshold * 0.999f;
        for (int cell = 0; cell < level.Cells; cell++)
        {
            float product = Math.Clamp(classes[cell], 0, 1) * Math.Clamp(objects[cell], 0, 1);
            if (!(product > least) || !(MathF.Sqrt(product) > _threshold))
            {
                continue;
            }

            float x = (boxes[cell * 4] + (cell % level.Columns)) * level.Stride;
            float y = (boxes[(cell * 4) + 1] + (cell / level.Columns)) * level.Stride;
            float halfWidth = MathF.Exp(boxes[(cell * 4) + 2]) * level.Stride / 2;
            float halfHeight = MathF.Exp(boxes[(cell * 4) + 3]) * level.Stride / 2;
            if (ReadLandmarks(outputs, level.Start + cell))
            {
                _suppression.Add(new Detection(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, MathF.Sqrt(product), 0), level.Start + cell);
            }
        }
    }

    /// <summary>Reads a cell's landmarks; false where one is no number or is nowhere near the tensor.</summary>
    private bool ReadLandmarks(ITensorOutputs outputs, int source)
    {
        int index = 0;
        while (source >= _levels[index].End)
        {
            index++;
        }

        GridLevel level = _levels[index];
        int cell = source - level.Start;
        ReadOnlySpan<float> values = outputs.Output(_outputs[YuNetShape.Landmarks, index]).Slice(cell * 2 * Landmarks, 2 * Landmarks);
        for (int point = 0; point < Landmarks; point++)
        {
            float x = (values[2 * point] + (cell % level.Columns)) * level.Stride;
            float y = (values[(2 * point) + 1] + (cell / level.Columns)) * level.Stride;
            if (!(MathF.Abs(x) <= _reach && MathF.Abs(y) <= _reach))
            {
                return false;
            }

            _points[point] = new Landmark(x, y, 1);
        }

        return true;
    }
}
