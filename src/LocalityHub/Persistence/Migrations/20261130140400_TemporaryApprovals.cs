using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>Adopters who were approved as foster carers of a named child for a time.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130140400_TemporaryApprovals")]
    public partial class TemporaryApprovals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "temporary_approval",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: true),
                    link_id = table.Column<Guid>(type: "uuid", nullable: true),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    approved_by = table.Column<string>(type: "text", nullable: false),
                    adopters_approved_on = table.Column<DateOnly>(type: "date", nullable: false),
                    suitability_assessed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    welfare_considered_on = table.Column<DateOnly>(type: "date", nullable: false),
                    welfare = table.Column<string>(type: "text", nullable: false),
                    consulted_on = table.Column<DateOnly>(type: "date", nullable: false),
                    nominated_officer = table.Column<string>(type: "text", nullable: false),
                    nominated_officer_approved_on = table.Column<DateOnly>(type: "date", nullable: false),
                    entered_by = table.Column<string>(type: "text", nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    notice_on = table.Column<DateOnly>(type: "date", nullable: true),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    end = table.Column<short>(type: "smallint", nullable: true),
                    end_words = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_temporary_approval", x => x.id);
                });

            migrationBuilder.CreateIndex(name: "temporary_approval_child", table: "temporary_approval", column: "child_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable(name: "temporary_approval");
    }
}
