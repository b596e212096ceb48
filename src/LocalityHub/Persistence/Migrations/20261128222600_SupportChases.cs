using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>What the support fund has asked for.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261128222600_SupportChases")]
    public partial class SupportChases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "support_chase",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    assessment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    task = table.Column<short>(type: "smallint", nullable: false),
                    step = table.Column<short>(type: "smallint", nullable: false),
                    due = table.Column<DateOnly>(type: "date", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    told_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_support_chase", x => x.id);
                    table.ForeignKey(
                        name: "FK_support_chase_support_assessment_assessment_id",
                        column: x => x.assessment_id,
                        principalTable: "support_assessment",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "support_chase_assessment",
                table: "support_chase",
                column: "assessment_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "support_chase");
        }
    }
}
